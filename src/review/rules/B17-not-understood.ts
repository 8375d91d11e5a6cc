import type { Catalog } from '../catalog/model.ts';
import type { ChangeOf } from '../changes/change.ts';
import { isUnknownCall } from '../forecast/volatility.ts';
import { quoted } from '../names.ts';
import type { Raised, Rule } from './rule.ts';

export const notUnderstood: Rule = {
  id: 'B17',
  tier: 'compat',
  title: 'A statement that the reviewer does not follow',
  why: "What a DO block, a rare statement or a function that is not PostgreSQL's own does cannot be told from the text, so it never counts as safe.",
  source: 'what cannot be seen is not called safe',
  example: { bad: 'DO $$ BEGIN PERFORM 1; END $$;', good: 'SELECT 1;' },
  cases: {
    flagged: [
      "DO $$ BEGIN EXECUTE 'DROP TABLE orders'; END $$",
      'CREATE OR REPLACE FUNCTION f() RETURNS int LANGUAGE sql AS $$ SELECT 2 $$',
      'CALL tidy()',
      'ALTER FUNCTION f() RENAME TO g',
      'SELECT tidy_up_all()',
    ],
    safe: [
      'CREATE FUNCTION f() RETURNS int LANGUAGE sql AS $$ SELECT 2 $$',
      "SELECT setval('s', 1)",
      "SELECT pg_catalog.set_config('search_path', '', false)",
      'SELECT pg_advisory_xact_lock(1)',
    ],
  },
  applies: ({ change, catalog }) => {
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
    if (change.kind === 'select') return called(catalog, change);
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

/** A query may call a function that changes anything. */
function called(catalog: Catalog, { calls }: ChangeOf<'select'>): readonly Raised[] {
  const unknown = [...new Set(calls)].filter((name) => isUnknownCall(catalog, name));
  if (unknown.length === 0) return [];
  const message = `What ${unknown.map((name) => `${quoted(name)}()`).join(', ')} locks or changes is not known: read it yourself.`;
  return [{ severity: 'caution', message, remedy: '-- plain statements can be reviewed', relation: null }];
}
