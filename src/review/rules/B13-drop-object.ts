import { type Name, sqlName } from '../names.ts';
import { placedOf, type Rule, type Scene, samePlace } from './rule.ts';

const words: Readonly<Record<string, string>> = {
  view: 'view',
  function: 'function',
  type: 'type',
  domain: 'domain',
  sequence: 'sequence',
  extension: 'extension',
  other: 'object',
};

export const dropObject: Rule = {
  id: 'B13',
  tier: 'compat',
  title: 'A view, function or type is dropped',
  why: 'Running code and other objects may still use it.',
  source: 'PostgreSQL manual, Dependency Tracking',
  example: { bad: 'DROP VIEW totals;', good: 'DROP VIEW totals;\nCREATE VIEW totals AS SELECT 1;' },
  cases: {
    flagged: [
      'DROP VIEW IF EXISTS shop.totals',
      'DROP FUNCTION f(int, text)',
      'DROP TYPE "State"',
      'DROP SEQUENCE s',
      'DROP EXTENSION citext',
      'DROP PROCEDURE p()',
      'DROP AGGREGATE a(int)',
      'DROP DOMAIN mail',
    ],
    safe: [
      'DROP FUNCTION IF EXISTS f(int); CREATE FUNCTION f(x int) RETURNS int LANGUAGE sql AS $$ SELECT x $$;',
      "CREATE TYPE tmp AS ENUM ('a'); DROP TYPE tmp;",
      'DROP VIEW v; CREATE OR REPLACE VIEW v AS SELECT 2;',
    ],
  },
  applies: (scene) => {
    const { change } = scene;
    const word = change.kind === 'drop' ? words[change.what] : undefined;
    if (change.kind !== 'drop' || word === undefined) return [];
    const gone = change.names.filter((name) => !isMadeHere(scene, name) && !replaced(scene, name));
    return gone.map((name) => ({
      severity: 'caution',
      message: `What still uses the ${word} ${sqlName(name)} fails once it is dropped.`,
      remedy: '-- look first who uses it: pg_depend, pg_stat_user_functions, and the running code',
      relation: change.what === 'view' ? name : null,
    }));
  },
};

/** Made by this file itself, before it is dropped or after. */
function isMadeHere(scene: Scene, name: Name): boolean {
  const { place } = scene;
  const made = [
    ...placedOf(place, 'create-view').map(({ position, change }) => ({ position, made: change.view })),
    ...placedOf(place, 'create-function').map(({ position, change }) => ({ position, made: change.name })),
    ...placedOf(place, 'create-domain').map(({ position, change }) => ({ position, made: change.domain })),
    ...placedOf(place, 'create-enum').map(({ position, change }) => ({ position, made: change.type })),
    ...placedOf(place, 'rename-type').map(({ position, change }) => ({
      position,
      made: { ...change.type, name: change.to },
    })),
  ];
  return made.some((one) => one.position !== place.position && samePlace(scene, one.made, name));
}

/** A type that this file itself renamed out of the way is spoken of by the rule on replaced enums. */
function replaced({ place }: Scene, { name }: Name): boolean {
  return placedOf(place, 'rename-type').some(({ change }) => change.to === name);
}
