import { atLeast } from '../order.ts';
import { label, type Rule } from './rule.ts';

export const statementTimeout: Rule = {
  id: 'L29',
  tier: 'lock',
  title: 'A statement may run without a limit',
  why: 'A change that takes longer than thought keeps its locks all the while. Where nothing says that the session has a limit, this is said once a file and leaves its verdict alone. CONCURRENTLY is better without one: cut short, it leaves an invalid index.',
  example: {
    bad: 'ALTER TABLE orders ADD COLUMN note text;',
    good: "SET lock_timeout = '2s';\nSET statement_timeout = '5s';\nALTER TABLE orders ADD COLUMN note text;",
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
