import { atLeast } from '../order.ts';
import { label, type Rule } from './rule.ts';

export const statementTimeout: Rule = {
  id: 'L29',
  tier: 'lock',
  title: 'A statement may run without a limit',
  why: 'A change that takes longer than thought keeps its locks all the while. Where nothing says that the session has a limit, this is said once a file and leaves its verdict alone. A deploy by Godwit gives its session `limits.statementTimeout`, where that is configured. CONCURRENTLY is better without one: cut short, it leaves an invalid index.',
  locks: 'Any lock that traffic waits behind: ShareUpdateExclusive and stronger.',
  versions: 'transaction_timeout from PostgreSQL 17 on.',
  source: 'PostgreSQL manual, statement_timeout',
  example: {
    bad: 'ALTER TABLE orders ADD COLUMN note text;',
    good: "SET lock_timeout = '2s';\nSET statement_timeout = '5s';\nALTER TABLE orders ADD COLUMN note text;",
  },
  cases: {
    flagged: ['ALTER TABLE orders ADD COLUMN a int', "SET lock_timeout = '2s'; CREATE INDEX i ON orders (id)"],
    safe: [
      "SET statement_timeout = '30s'; ALTER TABLE orders ADD COLUMN a int",
      { serverVersion: 17, sql: "SET transaction_timeout = '1min'; ALTER TABLE orders ADD COLUMN a int" },
      'CREATE INDEX CONCURRENTLY i ON orders (id)',
      'CREATE TABLE a (id int)',
    ],
  },
  applies: (scene) => {
    const { place, touches } = scene;
    const strongest = touches.find(({ lock }) => atLeast(lock, 'ShareUpdateExclusive'));
    if (!place.firstWithout.statementTimeout || strongest === undefined) return [];
    const message = `Without a statement_timeout this can hold ${label(scene, strongest.relation)} for longer than anybody meant.`;
    return [
      {
        severity: 'caution',
        message,
        remedy: "SET statement_timeout = '30s'; -- at the top of the file",
        relation: strongest.relation,
        ofSession: true,
      },
    ];
  },
};
