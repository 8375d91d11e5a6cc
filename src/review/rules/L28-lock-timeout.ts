import { atLeast } from '../order.ts';
import { label, type Rule } from './rule.ts';

const longestMs = 5_000;

export const lockTimeout: Rule = {
  id: 'L28',
  tier: 'lock',
  title: 'A lock is waited for without a limit',
  why: 'While a statement waits for a strong lock, every later query on the table queues behind it. With lock_timeout it gives up instead. Godwit sets one for its own sessions; a file that sets 0 or more than 5 s undoes that.',
  example: {
    bad: 'SET lock_timeout = 0;\nALTER TABLE orders ADD COLUMN note text;',
    good: "SET lock_timeout = '2s';\nALTER TABLE orders ADD COLUMN note text;",
  },
  applies: (scene) => {
    const { change, place, touches } = scene;
    const strongest = touches.find(({ lock }) => atLeast(lock, 'ShareUpdateExclusive'));
    if (strongest === undefined || ('concurrently' in change && change.concurrently)) return [];
    const { relation } = strongest;
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
        severity: 'safe',
        message: `The file sets no lock_timeout: run by hand, this could wait long for ${label(scene, relation)} with all traffic behind it.`,
        remedy,
        relation,
      },
    ];
  },
};
