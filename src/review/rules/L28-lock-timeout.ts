import { atLeast } from '../order.ts';
import { label, type Rule } from './rule.ts';

const longestMs = 5_000;

export const lockTimeout: Rule = {
  id: 'L28',
  tier: 'lock',
  title: 'A lock is waited for without a limit',
  why: 'While a statement waits for a strong lock, every later query on the table queues behind it. With lock_timeout it gives up instead. Where nothing says that the session has one, this is said once a file and leaves its verdict alone; 0 or more than 5 s, set by the file or configured, is another matter. A deploy by Godwit gives its session `limits.lockTimeout`, but none where one of its files works CONCURRENTLY.',
  locks: 'Any lock that traffic waits behind: ShareUpdateExclusive and stronger.',
  source: 'PostgreSQL manual, lock_timeout; measured on PostgreSQL 15',
  example: {
    bad: 'SET lock_timeout = 0;\nALTER TABLE orders ADD COLUMN note text;',
    good: "SET lock_timeout = '2s';\nALTER TABLE orders ADD COLUMN note text;",
  },
  cases: {
    flagged: [
      'ALTER TABLE orders ADD COLUMN a int',
      "SET lock_timeout = '1min'; ALTER TABLE orders ADD COLUMN a int",
      "ALTER TABLE orders ADD COLUMN a int; SET lock_timeout = '1s'",
      "SET LOCAL lock_timeout TO '0'; DROP TABLE orders",
      "SET lock_timeout = '1s'; RESET lock_timeout; CREATE INDEX i ON orders (id)",
      'CREATE TABLE a (u int REFERENCES users)',
      'LOCK TABLE orders',
    ],
    safe: [
      'SET lock_timeout = 3000; ALTER TABLE orders ADD COLUMN a int',
      "set session lock_timeout to '4s'; drop table orders",
      "SELECT set_config('lock_timeout', '3s', false); ALTER TABLE orders ADD COLUMN a int",
      'CREATE TABLE a (id int)',
      'CREATE INDEX CONCURRENTLY i ON orders (id)',
      'SELECT 1',
      'UPDATE orders SET a = 1 WHERE id = 1',
    ],
  },
  applies: (scene) => {
    const { change, place, touches } = scene;
    const strongest = touches.find(({ lock }) => atLeast(lock, 'ShareUpdateExclusive'));
    const relation = strongest?.relation ?? (change.kind === 'lock-table' ? change.tables[0] : undefined);
    if (relation === undefined || ('concurrently' in change && change.concurrently)) return [];
    const remedy = "SET lock_timeout = '2s'; -- at the top of the file";
    if (place.lockTimeoutMs !== null && (place.lockTimeoutMs === 0 || place.lockTimeoutMs > longestMs)) {
      const limit = place.lockTimeoutMs === 0 ? 'without a limit' : `for up to ${place.lockTimeoutMs / 1_000} s`;
      return [
        {
          severity: 'caution',
          message: `This waits ${limit} for its lock on ${label(scene, relation)}, and all traffic on it queues behind.`,
          remedy,
          relation,
        },
      ];
    }
    if (!place.firstWithout.lockTimeout) return [];
    return [
      {
        severity: 'caution',
        message: `Without a lock_timeout this can wait long for ${label(scene, relation)}, with all traffic on it queueing behind.`,
        remedy,
        relation,
        ofSession: true,
      },
    ];
  },
};
