import type { FileReview, PlanReview } from '../review/types.ts';

/**
 * A review as one JSON document, in pieces: a statement a line, so that `grep` and `head` are of use and a plan of many
 * megabytes never stands in memory as text.
 */
export function* reviewJson({ files, ...rest }: PlanReview): Generator<string> {
  yield '{"files":[';
  for (const [at, file] of files.entries()) {
    yield at === 0 ? '\n' : ',\n';
    yield* fileJson(file);
  }
  yield `${files.length === 0 ? '' : '\n'}],${JSON.stringify(rest).slice(1)}\n`;
}

function* fileJson({ statements, ...rest }: FileReview): Generator<string> {
  yield `${JSON.stringify(rest).slice(0, -1)},"statements":[`;
  for (const [at, statement] of statements.entries()) yield `${at === 0 ? '\n' : ',\n'}${JSON.stringify(statement)}`;
  yield ']}';
}
