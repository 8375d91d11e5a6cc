import { type Name, sqlName } from '../names.ts';
import { label, onSameTable, type Rule, type Scene } from './rule.ts';

export const unqualifiedName: Rule = {
  id: 'S09',
  tier: 'style',
  title: 'A table without its schema',
  why: 'Which table is meant depends on the search_path of whoever runs the file.',
  optional: true,
  source: 'PostgreSQL manual, The Schema Search Path',
  example: { bad: 'ALTER TABLE orders ADD COLUMN note text;', good: 'ALTER TABLE public.orders ADD COLUMN note text;' },
  cases: {
    flagged: ['CREATE INDEX CONCURRENTLY i ON orders (id)'],
    safe: ['CREATE INDEX CONCURRENTLY i ON shop.orders (id)'],
  },
  applies: (scene) => {
    const { change } = scene;
    const tables =
      'tables' in change ? change.tables : 'table' in change && change.table !== null ? [change.table] : [];
    const bare = tables.filter((table) => table.schema === null && !saidBefore(scene, table));
    return bare.map((table) => ({
      severity: 'safe',
      message: `${label(scene, table)} is named without its schema.`,
      remedy: `-- ${sqlName({ ...table, schema: 'public' })}`,
      relation: table,
    }));
  },
};

/** Once a table is enough. */
function saidBefore(scene: Scene, table: Name): boolean {
  const [first] = onSameTable(scene, table);
  return first !== undefined && first.change !== scene.change && first.position <= scene.place.position;
}
