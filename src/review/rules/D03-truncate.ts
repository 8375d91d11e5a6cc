import { cascaded } from '../forecast/tables.ts';
import { sqlName } from '../names.ts';
import { isNewHere, label, type Rule } from './rule.ts';

export const truncate: Rule = {
  id: 'D03',
  tier: 'data',
  title: 'All rows are deleted',
  why: 'TRUNCATE empties the table, with CASCADE every table that refers to it, and no DELETE trigger hears of it.',
  locks: 'AccessExclusive on each table that is emptied.',
  source: 'PostgreSQL manual, TRUNCATE',
  example: { bad: 'TRUNCATE orders;', good: "DELETE FROM orders WHERE made < '2020-01-01';" },
  cases: {
    flagged: ['truncate "A", shop.b restart identity cascade'],
    safe: ['DELETE FROM a WHERE id = 1'],
  },
  applies: (scene) => {
    const { change, catalog } = scene;
    if (change.kind !== 'truncate') return [];
    const reached = change.cascade ? cascaded(catalog, change.tables) : change.tables;
    const isNew = reached.every((table) => isNewHere(scene, table));
    const names = reached.map((table) => label(scene, table)).join(', ');
    const unseen = change.cascade && !catalog.complete ? ' and of every table that refers to them' : '';
    const remedy = change.tables
      .map((table) => `-- how many there are\nSELECT count(*) FROM ${sqlName(table)};`)
      .join('\n');
    return [
      {
        severity: isNew ? 'caution' : 'blocked',
        message: `All rows of ${names}${unseen} are lost.`,
        remedy,
        relation: change.tables[0] ?? null,
        evenNew: true,
      },
    ];
  },
};
