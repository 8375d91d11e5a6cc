import type { Change } from '../changes/change.ts';
import { type Name, sqlName } from '../names.ts';
import { type Rule, type Scene, samePlace } from './rule.ts';

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
  example: { bad: 'DROP VIEW totals;', good: 'DROP VIEW totals;\nCREATE VIEW totals AS SELECT 1;' },
  applies: (scene) => {
    const { change } = scene;
    const word = change.kind === 'drop' ? words[change.what] : undefined;
    if (change.kind !== 'drop' || word === undefined) return [];
    const gone = change.names.filter(
      (name) => !isOwn(scene, name) && !comesBack(scene, name) && !replaced(scene.place.index.all, name),
    );
    return gone.map((name) => ({
      severity: 'caution',
      message: `What still uses the ${word} ${sqlName(name)} fails once it is dropped.`,
      remedy: '-- look first who uses it: pg_depend, pg_stat_user_functions, and the running code',
      relation: change.what === 'view' ? name : null,
    }));
  },
};

/** Made by this file itself. */
function isOwn(scene: Scene, name: Name): boolean {
  return scene.place.changes
    .slice(0, scene.place.position)
    .flat()
    .some((one) => isMadeBy(scene, one, name));
}

function comesBack(scene: Scene, name: Name): boolean {
  const later = scene.place.changes.slice(scene.place.position + 1).flat();
  return later.some((one) => isMadeBy(scene, one, name));
}

function isMadeBy(scene: Scene, one: Change, name: Name): boolean {
  const made = madeBy(one);
  return made !== null && samePlace(scene, made, name);
}

function madeBy(one: Change): Name | null {
  if (one.kind === 'create-view') return one.view;
  if (one.kind === 'create-function') return one.name;
  if (one.kind === 'create-domain') return one.domain;
  return one.kind === 'create-enum' ? one.type : null;
}

/** A type that this file itself renamed out of the way is spoken of by the rule on replaced enums. */
function replaced(changes: readonly Change[], { name }: Name): boolean {
  return changes.some((one) => one.kind === 'rename-type' && one.to === name);
}
