import { sqlName } from '../names.ts';
import { label, type Rule } from './rule.ts';

export const unqualifiedName: Rule = {
  id: 'S09',
  tier: 'style',
  title: 'A table without its schema',
  why: 'Which table is meant depends on the search_path of whoever runs the file.',
  optional: true,
  example: { bad: 'ALTER TABLE orders ADD COLUMN note text;', good: 'ALTER TABLE public.orders ADD COLUMN note text;' },
  applies: (scene) => {
    const { change } = scene;
    const tables =
      'tables' in change ? change.tables : 'table' in change && change.table !== null ? [change.table] : [];
    const bare = tables.filter(({ schema }) => schema === null);
    return bare.map((table) => ({
      severity: 'safe',
      message: `${label(scene, table)} is named without its schema.`,
      remedy: `-- ${sqlName({ ...table, schema: 'public' })}`,
      relation: table,
    }));
  },
};
