import { label, type Rule } from './rule.ts';

const words: Readonly<Record<string, string>> = {
  'create-trigger': 'Creating a trigger blocks writes to',
  'create-policy': 'Changing a policy blocks reads and writes of',
  'create-rule': 'Creating a rule blocks reads and writes of',
  'drop-on-table': 'Dropping it blocks reads and writes of',
  'enable-row-security': 'Without a policy, row security hides all rows from everybody but the owner of',
  'force-row-security': 'Forced row security applies to the owner, too, of',
  trigger: 'Switching triggers blocks writes to',
  rule: 'Switching rules blocks reads and writes of',
};

export const triggersAndPolicies: Rule = {
  id: 'L34',
  tier: 'lock',
  title: 'Triggers, rules and policies are changed',
  why: 'The lock is brief, but it waits behind long queries; and what a trigger or policy does, it does at once to the running code.',
  locks:
    'CREATE TRIGGER and ENABLE or DISABLE TRIGGER: ShareRowExclusive. DROP TRIGGER, policies, rules and row security: AccessExclusive. All for an instant.',
  source: 'PostgreSQL manual, CREATE TRIGGER, CREATE POLICY; measured on PostgreSQL 15',
  example: { bad: 'ALTER TABLE orders ENABLE ROW LEVEL SECURITY;', good: 'ALTER TABLE orders ADD COLUMN note text;' },
  cases: {
    flagged: [
      'CREATE TRIGGER t BEFORE INSERT ON orders FOR EACH ROW EXECUTE FUNCTION f()',
      'DROP TRIGGER IF EXISTS t ON "Order"',
      'ALTER TABLE orders DISABLE TRIGGER ALL',
      'CREATE POLICY p ON orders USING (true)',
      'ALTER POLICY p ON orders TO ana',
      'DROP POLICY p ON shop.orders',
      'alter table orders enable row level security',
      'CREATE CONSTRAINT TRIGGER t AFTER INSERT ON orders DEFERRABLE FOR EACH ROW EXECUTE FUNCTION f()',
    ],
    safe: [
      'CREATE TABLE a (id int); CREATE TRIGGER t BEFORE INSERT ON a FOR EACH ROW EXECUTE FUNCTION f(); ALTER TABLE a ENABLE ROW LEVEL SECURITY;',
    ],
  },
  applies: (scene) => {
    const { change } = scene;
    const said = words[change.kind === 'table-option' ? change.option : change.kind];
    if (said === undefined || !('table' in change) || change.table === null) return [];
    const message = `${said} ${label(scene, change.table)}.`;
    return [
      {
        severity: 'caution',
        message,
        remedy: "SET lock_timeout = '2s'; -- and try again when it gives way",
        relation: change.table,
      },
    ];
  },
};
