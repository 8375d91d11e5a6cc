import fc from 'fast-check';
import { expect, it } from 'vitest';
import { loadParser, parseInSlices, type Slice } from '../../../../src/review/parse/parser.ts';
import { statementEnds } from '../../../../src/review/parse/slices.ts';

await loadParser();

/** Statements in which semicolons, quotes and comments mean something else than they seem to. */
const statements = [
  'SELECT 1',
  "SELECT 'a;b''c;', E'\\';--', U&'d\\0061;', date'2020-01-01;'",
  'SELECT "a;""b", a$b$c, $1 FROM t -- not; the end\n',
  'DO $$ BEGIN; $x$ ; END $$',
  "DO $größe$ 'ü; 日本 🙂 $größe$",
  '/* one; /* two; */ $$ */ SELECT 2',
  '-- it\'s; a "comment; $$\nSELECT 3',
  'CREATE FUNCTION f() RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT 1; SELECT 2; END',
  'CREATE RULE r AS ON INSERT TO t DO (DELETE FROM a; DELETE FROM b)',
  "INSERT INTO t VALUES (1, 'x'), (2, E'\\\\')",
  '',
  ' \n',
] as const;
const broken = [
  "SELECT 'never closed",
  'SELECT (',
  'SELEC 1',
  '/* never closed',
  'DO $a$ never',
  "SELECT E'\\'",
] as const;

/** What all slices come to, without the places that the grammar counts from a slice's own start. */
function whole(slices: Iterable<Slice>): unknown {
  const all = [...slices];
  const failed = all.find(({ kind }) => kind === 'not-parsed');
  if (failed !== undefined) return failed;
  const found = all.flatMap((slice) => (slice.kind === 'parsed' ? slice.statements : []));
  return JSON.parse(JSON.stringify(found, (key, value) => (key === 'location' ? undefined : value)));
}

it('in slices of any length a file says what it says as a whole, mistakes and their places too', () => {
  const text = fc
    .array(fc.oneof({ weight: 12, arbitrary: fc.constantFrom(...statements) }, fc.constantFrom(...broken)), {
      maxLength: 12,
    })
    .map((parts) => parts.join(';'));
  fc.assert(
    fc.property(text, fc.integer({ min: 1, max: 80 }), (sql, characters) => {
      expect(whole(parseInSlices(sql, characters))).toEqual(whole(parseInSlices(sql, sql.length)));
    }),
    { numRuns: 400 },
  );
});

it('a long file comes in many slices', () => {
  const sql = "INSERT INTO t VALUES (1, 'a;b');\n".repeat(100);
  expect([...parseInSlices(sql, 320)]).toHaveLength(11);
});

it('an end is after a semicolon that ends a statement', () => {
  expect([...statementEnds("a; ';' (b;) ;c")]).toEqual([2, 13]);
});
