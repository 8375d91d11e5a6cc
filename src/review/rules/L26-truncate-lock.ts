import { cascaded } from '../forecast/tables.ts';
import { sqlName } from '../names.ts';
import { label, type Rule } from './rule.ts';

export const truncateLock: Rule = {
  id: 'L26',
  tier: 'lock',
  title: 'TRUNCATE locks every table that it empties',
  why: 'AccessExclusive on each table, with CASCADE on every table that refers to one of them.',
  example: { bad: 'TRUNCATE orders;', good: "DELETE FROM orders WHERE made < '2020-01-01';" },
  applies: (scene) => {
    const { change, catalog } = scene;
    if (change.kind !== 'truncate') return [];
    const reached = change.cascade ? cascaded(catalog, change.tables) : change.tables;
    const message = `TRUNCATE locks ${reached.map((table) => label(scene, table)).join(', ')} against reads and writes.`;
    const remedy = change.tables.map((table) => `-- in batches\nDELETE FROM ${sqlName(table)} WHERE …;`).join('\n');
    return [{ severity: 'risky', message, remedy, relation: change.tables[0] ?? null }];
  },
};
