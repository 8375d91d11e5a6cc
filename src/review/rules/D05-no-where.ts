import { sqlName } from '../names.ts';
import { label, type Rule } from './rule.ts';
import { sparesNone } from './spared.ts';

const orders = 'CREATE TABLE orders (id int PRIMARY KEY, code text NOT NULL, note int);';

export const noWhere: Rule = {
  id: 'D05',
  tier: 'data',
  title: 'Every row is changed or deleted',
  why: 'Without a WHERE, or with one that is always true, no row is spared: what was there is lost, and the rows stay locked until the end.',
  locks: 'RowExclusive; each row stays locked until COMMIT.',
  source: 'PostgreSQL manual, UPDATE, DELETE',
  example: { bad: 'DELETE FROM orders;', good: 'DELETE FROM orders WHERE id = 1;' },
  cases: {
    flagged: [
      'UPDATE orders SET a = 1 WHERE true',
      'DELETE FROM ONLY orders WHERE 1 = 1',
      'update "A" set x = 1 where id = id',
      'WITH gone AS (DELETE FROM orders RETURNING *) INSERT INTO archive SELECT * FROM gone',
      "DELETE FROM orders WHERE 'a' = 'a' OR id = 3",
      'UPDATE orders SET a = 1 WHERE NOT false',
      'UPDATE orders o SET a = u.a FROM users u',
      'MERGE INTO orders USING users u ON true WHEN MATCHED THEN DELETE',
      { schema: orders, sql: 'DELETE FROM orders WHERE id IS NOT NULL' },
      { schema: orders, sql: 'UPDATE orders AS o SET note = 1 WHERE NOT (o.id IS NULL) AND true' },
      { schema: orders, sql: "DELETE FROM orders WHERE code LIKE '%'" },
      'DELETE FROM orders WHERE note IS NULL OR note IS NOT NULL',
      'DELETE FROM orders WHERE EXISTS (SELECT 1)',
      'DO LANGUAGE plpgsql $$ DECLARE n int := 0; BEGIN FOR i IN 1..3 LOOP DELETE FROM orders; n := n + 1; END LOOP; EXCEPTION WHEN others THEN NULL; END $$',
    ],
    safe: [
      'UPDATE orders SET a = 1 WHERE id = 1',
      { schema: orders, sql: 'DELETE FROM orders WHERE note IS NOT NULL' },
      { schema: orders, sql: 'DELETE FROM orders WHERE id IS NOT NULL AND note = 3' },
      'DELETE FROM orders WHERE id IS NOT NULL AND EXISTS (SELECT 1 FROM users)',
      'DELETE FROM orders WHERE EXISTS (SELECT 1 WHERE note > 3)',
      'DELETE FROM orders WHERE id IN (SELECT 1)',
      'CREATE TABLE a (x int); UPDATE a SET x = 1;',
      "DELETE FROM orders WHERE made < now() - interval '1 year'",
      'UPDATE orders o SET a = u.a FROM users u WHERE u.id = o.user_id',
      'MERGE INTO orders USING users u ON u.id = orders.user_id WHEN MATCHED THEN DELETE',
      'MERGE INTO orders USING users u ON true WHEN MATCHED AND orders.id = 5 THEN DELETE',
    ],
  },
  applies: (scene) => {
    const { change } = scene;
    if (!('where' in change) || !sparesNone(scene)) return [];
    const deletes = change.kind === 'delete' || ('does' in change && change.does.includes('delete'));
    const does = deletes ? 'deletes' : 'changes';
    const message = `This ${does} every row of ${label(scene, change.table)}.`;
    const remedy = `-- how many there are\nSELECT count(*) FROM ${sqlName(change.table)};\n-- then in batches, outside the migration, with a WHERE over the key`;
    return [{ severity: 'risky', message, remedy, relation: change.table }];
  },
};
