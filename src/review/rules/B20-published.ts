import { sqlName } from '../names.ts';
import { label, type Rule, type Scene, tableIn } from './rule.ts';

export const published: Rule = {
  id: 'B20',
  tier: 'compat',
  title: 'What subscribers get becomes another',
  why: 'A table that is published without a primary key takes no UPDATE or DELETE any more (55000); one that is left out stands still with those who subscribe.',
  source: 'PostgreSQL manual, Logical Replication, “Publication”',
  example: {
    schema: 'CREATE TABLE note (body text); CREATE TABLE orders (id int PRIMARY KEY);',
    bad: 'CREATE PUBLICATION feed FOR TABLE note;',
    good: 'CREATE PUBLICATION feed FOR TABLE orders;',
  },
  cases: {
    flagged: [
      'CREATE PUBLICATION feed FOR ALL TABLES',
      'ALTER PUBLICATION feed ADD TABLE note',
      'ALTER PUBLICATION feed DROP TABLE orders',
      'ALTER PUBLICATION feed SET TABLE orders',
      "ALTER PUBLICATION feed SET (publish = 'insert')",
      'ALTER TABLE orders REPLICA IDENTITY NOTHING',
    ],
    safe: [
      'CREATE PUBLICATION feed',
      { schema: 'CREATE TABLE orders (id int PRIMARY KEY);', sql: 'ALTER PUBLICATION feed ADD TABLE orders' },
      'ALTER TABLE orders REPLICA IDENTITY FULL',
    ],
  },
  applies: (scene) => {
    const { change } = scene;
    if (change.kind === 'table-option' && change.option === 'no-replica-identity') {
      const message = `Where ${label(scene, change.table)} is published, UPDATE and DELETE of its rows fail from now on.`;
      const remedy = `-- tells its rows apart by the primary key\nALTER TABLE ${sqlName(change.table)} REPLICA IDENTITY DEFAULT;`;
      return [{ severity: 'caution', message, remedy, relation: change.table }];
    }
    if (change.kind !== 'publish') return [];
    if (change.ends) {
      const message = 'Who subscribes no longer gets what is left out, and hears nothing of it.';
      return [{ severity: 'caution', message, remedy: '-- sure that nobody reads it there?', relation: null }];
    }
    const open = change.tables.filter((table) => !hasKey(scene, table)).map((table) => label(scene, table));
    const those = change.many ? 'each table of them without a primary key' : open.join(', ');
    if (those === '') return [];
    const message = `UPDATE and DELETE of ${those} fail once it is published, where nothing tells its rows apart.`;
    const remedy = '-- a primary key first, or ALTER TABLE … REPLICA IDENTITY USING INDEX …';
    return [{ severity: 'caution', message, remedy, relation: null }];
  },
};

function hasKey(scene: Scene, name: Parameters<typeof tableIn>[1]): boolean {
  return tableIn(scene, name)?.constraints.some(({ kind }) => kind === 'primary') === true;
}
