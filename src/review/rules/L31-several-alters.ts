import type { Change, TableChange } from '../changes/change.ts';
import { type Name, sqlName } from '../names.ts';
import { label, onSameTable, type Rule, type Scene, someEarlierOnTable } from './rule.ts';

/** Clauses that ALTER TABLE joins; VALIDATE must stay apart. */
function isClause(change: Change): change is TableChange {
  return (
    'only' in change &&
    ![
      'validate-constraint',
      'rename-column',
      'rename-table',
      'rename-constraint',
      'set-table-schema',
      'create-index',
      'truncate',
      'create-trigger',
      'create-policy',
      'create-rule',
      'attach-partition',
      'detach-partition',
    ].includes(change.kind)
  );
}

export const severalAlters: Rule = {
  id: 'L31',
  tier: 'style',
  optional: true,
  title: 'One table is altered several times',
  why: 'Each ALTER TABLE takes its lock anew, and each that reads the table reads it again. Clauses of one ALTER TABLE share both.',
  source: 'PostgreSQL manual, ALTER TABLE',
  example: {
    bad: 'ALTER TABLE orders ADD COLUMN a int;\nALTER TABLE orders ADD COLUMN b int;',
    good: 'ALTER TABLE orders ADD COLUMN a int, ADD COLUMN b int;',
  },
  cases: {
    flagged: ['ALTER TABLE "A" ADD COLUMN x int; ALTER TABLE public."A" ALTER COLUMN y SET DEFAULT 0;'],
    safe: [
      'ALTER TABLE a ADD COLUMN x int, DROP COLUMN y',
      'ALTER TABLE a ADD COLUMN x int; ALTER TABLE b ADD COLUMN x int',
    ],
  },
  applies: (scene) => {
    const { change, first } = scene;
    if (!first || !isClause(change)) return [];
    // What a new table gets at once could stand in its CREATE TABLE.
    const before = someEarlierOnTable(
      scene,
      change.table,
      (one) => isClause(one) || (one.kind === 'create-table' && change.kind === 'add-column'),
    );
    if (!before) return [];
    return [
      {
        severity: 'safe',
        message: `${label(scene, change.table)} is altered more than once in this file.`,
        remedy: joined(scene, change.table),
        relation: change.table,
        evenNew: true,
      },
    ];
  },
};

const name = '(?:"(?:[^"]|"")+"|[\\w$]+)';
const head = new RegExp(`^alter\\s+table\\s+(?:if\\s+exists\\s+)?(?:only\\s+)?${name}(?:\\s*\\.\\s*${name})?\\s+`, 'i');

/** The clauses of the first statement that alters the table, and of this one, in one. */
function joined(scene: Scene, table: Name): string {
  const { place, sql } = scene;
  const own = place.transactions[place.position];
  const earlier = onSameTable(scene, table).find(
    ({ position, change }) => place.transactions[position] === own && isClause(change),
  );
  const clauses = [place.textAt(earlier?.position ?? place.position), sql].map((text) => text.replace(head, ''));
  return earlier === undefined || earlier.position >= place.position
    ? '-- its clauses could stand in its CREATE TABLE'
    : `ALTER TABLE ${sqlName(table)} ${clauses.join(', ')};`;
}
