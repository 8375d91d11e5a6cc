import fc from 'fast-check';
import { expect, it } from 'vitest';
import { withoutLiterals } from '../../../src/database/without-literals.ts';

const shown = (statement: string) => withoutLiterals(statement, 300);

it.each([
  [`UPDATE "Order" SET note = 'for Ana', n = 3 WHERE id = $1`, 'UPDATE "Order" SET note = ?, n = ? WHERE id = $1'],
  [`SELECT E'it\\'s Ana', U&'A', x'ff', 'it''s'`, 'SELECT ?, …'],
  ['SELECT $$Ana$$ || $q$ $$Ana$$ $q$', 'SELECT ? || ?'],
  ['SELECT 1.5e-3, .5, 0x1F, 1_000, a1, t.c2', 'SELECT ?, …, a1, t.c2'],
  ['SELECT a -- Ana\n , b /* Ana /* Ana */ Ana */ FROM t', 'SELECT a , b FROM t'],
  [`SELECT "it's" FROM "a""b" WHERE x='Ana'`, `SELECT "it's" FROM "a""b" WHERE x=?`],
  [`INSERT INTO t VALUES (1, 'Ana', NULL), (2, 'Ben', true)`, 'INSERT INTO t VALUES (?, …, NULL), (?, …, true)'],
])('shows %s without what may be data', (statement, expected) => {
  expect(shown(statement)).toBe(expected);
});

it.each([
  [`SELECT 'the server cut Ana`, 'SELECT ?'],
  ['SELECT $q$ the server cut Ana', 'SELECT ?'],
  ['SELECT 1 /* the server cut Ana', 'SELECT ?'],
  [`SELECT E'Ana\\`, 'SELECT ?'],
])('keeps nothing of what was cut off in the middle: %s', (statement, expected) => {
  expect(shown(statement)).toBe(expected);
});

it('leaves out the rest where a string may end in two places', () => {
  expect(shown(`SELECT 'a\\' , Ana`)).toBe('SELECT ? …');
});

it('never shows a literal, wherever the server cuts', () => {
  const literal = fc.string({ maxLength: 12 }).map((text) => `'Ana${text.replaceAll("'", "''").replaceAll('\\', '')}'`);
  fc.assert(
    fc.property(fc.array(literal, { minLength: 1, maxLength: 5 }), fc.nat(80), (literals, cut) => {
      const statement = `SELECT ${literals.join(', "B" || ')}`;
      expect(shown(statement.slice(0, cut))).not.toContain('Ana');
    }),
  );
});

it('is short, and in one line', () => {
  expect(withoutLiterals(`SELECT\n\t${'a, '.repeat(200)}b`, 40)).toHaveLength(40);
});
