import { linked } from '../catalog/catalog.ts';
import { referencesTo } from '../forecast/touch.ts';
import { viewsOn } from '../forecast/views.ts';
import type { Name } from '../names.ts';
import { sqlName } from '../names.ts';
import { label, type Rule, type Scene } from './rule.ts';

export const dropCascade: Rule = {
  id: 'D09',
  tier: 'data',
  title: 'CASCADE takes what nobody named',
  why: 'Views, foreign keys and columns that depend on it go as well, without being written down anywhere.',
  example: { bad: 'DROP TABLE orders CASCADE;', good: 'DROP VIEW totals;' },
  applies: (scene) => {
    const dropped = cascading(scene);
    if (dropped === null) return [];
    const also = dropped.flatMap((name) => dependents(scene, name));
    const what = also.length === 0 ? 'whatever depends on it' : [...new Set(also)].join(', ');
    const message = `CASCADE also takes ${what}.`;
    const remedy = '-- name what shall go, one statement each, without CASCADE';
    return [{ severity: 'risky', message, remedy, relation: dropped[0] ?? null }];
  },
};

function cascading({ change }: Scene): readonly Name[] | null {
  if (change.kind === 'drop-table' && change.cascade) return change.tables;
  if (change.kind === 'truncate' && change.cascade) return change.tables;
  if (change.kind === 'drop' && change.cascade) return change.names;
  if (change.kind === 'drop-index' && change.cascade) return change.indexes;
  return (change.kind === 'drop-column' || change.kind === 'drop-constraint') && change.cascade ? [change.table] : null;
}

function dependents(scene: Scene, name: Name): readonly string[] {
  const { catalog, change } = scene;
  if (change.kind === 'drop' && (change.what === 'type' || change.what === 'domain')) {
    return linked(catalog, 'type', name).map((table) => `columns of ${sqlName(table.name)}`);
  }
  const views = viewsOn(catalog, name).map((view) => `the view ${label(scene, view.name)}`);
  const keys = referencesTo(catalog, name).map(
    ({ from, key }) => `the foreign key ${key.name} of ${label(scene, from.name)}`,
  );
  return [...views, ...keys];
}
