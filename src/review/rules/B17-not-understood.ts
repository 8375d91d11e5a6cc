import type { Catalog } from '../catalog/model.ts';
import type { ChangeOf } from '../changes/change.ts';
import { isUnknownCall } from '../forecast/volatility.ts';
import { type Name, quoted, sqlName } from '../names.ts';
import { placedOf, type Raised, type Rule, type Scene, samePlace, tableIn } from './rule.ts';

export const notUnderstood: Rule = {
  id: 'B17',
  tier: 'compat',
  title: 'A statement that the reviewer does not follow',
  why: "What a DO block decides, and what a rare statement or a function that is not PostgreSQL's own does, cannot be told from the text, so it never counts as safe. The statements in a DO block's body are reviewed as well.",
  source: 'what cannot be seen is not called safe',
  example: { bad: 'DO $$ BEGIN PERFORM 1; END $$;', good: 'SELECT 1;' },
  cases: {
    flagged: [
      "DO $$ BEGIN EXECUTE 'DROP TABLE orders'; END $$",
      'CREATE OR REPLACE FUNCTION f() RETURNS int LANGUAGE sql AS $$ SELECT 2 $$',
      'CALL tidy()',
      'ALTER FUNCTION f() RENAME TO g',
      'SELECT tidy_up_all()',
      'CREATE OR REPLACE VIEW v AS SELECT 2 AS a',
      { schema: 'CREATE VIEW v AS SELECT 1 AS a;', sql: 'CREATE OR REPLACE VIEW v AS SELECT 2 AS a' },
      'SELECT pg_terminate_backend(pid) FROM pg_stat_activity',
      'SELECT pg_advisory_unlock_all()',
      'SELECT lo_unlink(5)',
      'UPDATE a SET b = tidy(b) WHERE id = 1',
      'INSERT INTO a SELECT tidy(b) FROM c',
      'CREATE TABLE a AS SELECT tidy(1)',
      "ROLLBACK PREPARED 'x'",
      'CREATE CAST (text AS mood) WITH INOUT AS IMPLICIT',
    ],
    safe: [
      'CREATE FUNCTION f() RETURNS int LANGUAGE sql AS $$ SELECT 2 $$',
      "SELECT setval('s', 1)",
      "SELECT pg_catalog.set_config('search_path', '', false)",
      'SELECT pg_advisory_xact_lock(1)',
      'DROP VIEW v; CREATE OR REPLACE VIEW v AS SELECT 2 AS a',
      { schema: 'CREATE TABLE a (id int);', sql: 'CREATE OR REPLACE VIEW v AS SELECT 2 AS a' },
      "SELECT pg_total_relation_size('a')",
      'UPDATE a SET b = lower(b) WHERE id = 1',
      "INSERT INTO a VALUES (gen_random_uuid(), crypt('x', gen_salt('bf')))",
    ],
  },
  applies: (scene) => {
    const { change, catalog } = scene;
    if (change.kind === 'create-view' && change.replace) return replacedView(scene, change.view);
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

/** A view that is there, or may be. */
function replacedView(scene: Scene, view: Name): readonly Raised[] {
  const { catalog, place } = scene;
  const dropped = placedOf(place, 'drop').some(
    ({ position, change }) => position < place.position && change.names.some((name) => samePlace(scene, name, view)),
  );
  if (tableIn(scene, view) === undefined && (catalog.complete || dropped)) return [];
  const message = `Replacing ${sqlName(view)} changes what running code reads from it at once.`;
  return [{ severity: 'caution', message, remedy: '-- a view of a new name, read by the new code', relation: view }];
}

/** A query may call a function that changes anything. */
function called(catalog: Catalog, { calls }: ChangeOf<'select'>): readonly Raised[] {
  const unknown = [...new Set(calls)].filter((name) => isUnknownCall(catalog, name));
  if (unknown.length === 0) return [];
  const message = `What ${unknown.map((name) => `${quoted(name)}()`).join(', ')} locks or changes is not known: read it yourself.`;
  return [{ severity: 'caution', message, remedy: '-- plain statements can be reviewed', relation: null }];
}
