import { atLeast } from '../order.ts';
import { label, type Rule } from './rule.ts';

export const statementTimeout: Rule = {
  id: 'L29',
  tier: 'lock',
  title: 'A statement may run without a limit',
  why: 'A change that takes longer than thought keeps its locks all the while. Godwit sets a limit for its own sessions.',
  example: {
    bad: 'ALTER TABLE orders ADD COLUMN note text;',
    good: "SET lock_timeout = '2s';\nSET statement_timeout = '5s';\nALTER TABLE orders ADD COLUMN note text;",
  },
  applies: (scene) => {
    const { place, touches } = scene;
    const strongest = touches.find(({ lock }) => atLeast(lock, 'ShareUpdateExclusive'));
    if (!place.firstWithout.statementTimeout || strongest === undefined) return [];
    const message = `The file sets no statement_timeout: run by hand, this could hold ${label(scene, strongest.relation)} for long.`;
    return [
      {
        severity: 'safe',
        message,
        remedy: "SET statement_timeout = '30s'; -- at the top of the file",
        relation: strongest.relation,
      },
    ];
  },
};
