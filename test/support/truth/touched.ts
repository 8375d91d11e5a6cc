import { catalogFromDdl } from '../../../src/review/catalog/from-ddl.ts';
import { loadParser } from '../../../src/review/parse/parser.ts';
import { reviewPlan } from '../../../src/review/review.ts';

const parser = await loadParser();

/** `name lock work` of each relation that the last statement touches, by name. */
export function touched(schema: string, sql: string): readonly string[] {
  const made = catalogFromDdl(parser, schema, { serverVersion: 15 });
  if (made.kind === 'not-parsed') throw new Error(made.why);
  const files = [{ path: 'a.sql', sql }];
  const review = reviewPlan({ parser, files, catalog: made.catalog, serverVersion: 15, atomicity: null });
  const relations = review.files[0]?.statements.at(-1)?.relations ?? [];
  return relations.map(({ name, lock, work }) => `${name} ${lock} ${work}`).sort();
}
