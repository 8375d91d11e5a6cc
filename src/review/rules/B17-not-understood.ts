import type { Rule } from './rule.ts';

export const notUnderstood: Rule = {
  id: 'B17',
  tier: 'compat',
  title: 'A statement that the reviewer does not follow',
  why: 'What a DO block or a rare statement does cannot be told from its text, so it never counts as safe.',
  example: { bad: 'DO $$ BEGIN PERFORM 1; END $$;', good: 'SELECT 1;' },
  applies: ({ change }) => {
    if (change.kind === 'create-function' && change.replace) {
      return [
        {
          severity: 'caution',
          message: 'Replacing a function changes what running code gets from it at once.',
          remedy: '-- a function of a new name, used by the new code',
          relation: null,
        },
      ];
    }
    if (change.kind === 'rename-other') {
      return [
        {
          severity: 'caution',
          message: 'What uses the old name fails once it is renamed.',
          remedy: '-- look who uses it first',
          relation: null,
        },
      ];
    }
    if (change.kind !== 'other') return [];
    return [
      {
        severity: 'caution',
        message: `What this statement (${change.node}) locks or changes is not known: read it yourself.`,
        remedy: '-- plain statements can be reviewed',
        relation: null,
      },
    ];
  },
};
