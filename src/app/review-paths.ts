import { readFile } from 'node:fs/promises';
import { setFlagsFromString } from 'node:v8';
import { Secret } from '../lib/secret.ts';
import { runsAsOne } from '../prisma-cli/versions.ts';
import { reviewJson } from '../render/review-json.ts';
import { reviewReport } from '../render/review-report.ts';
import { catalogFromDdl } from '../review/catalog/from-ddl.ts';
import type { Catalog } from '../review/catalog/model.ts';
import { loadParser, type Parser } from '../review/parse/parser.ts';
import { reviewPlan } from '../review/review.ts';
import type { ReviewedFile } from '../review/types.ts';
import { readReviewFiles } from './review-files.ts';
import type { ReviewOptions } from './review-options.ts';
import type { Terminal } from './terminal.ts';

/** Reviews what the paths name and prints it; resolves to the exit code. */
export async function review(paths: readonly string[], options: ReviewOptions, terminal: Terminal): Promise<number> {
  const [parser, read] = await Promise.all([loadParser(), readReviewFiles(paths, terminal.input)]);
  if (read.kind === 'unusable') return unusable(terminal, read.why);
  if (lengthOf(read.files) > longText) collectOften();
  const opened = await openCatalog(parser, options, terminal.variables);
  if (opened.kind === 'unusable') return unusable(terminal, opened.why);
  const reviewed = reviewPlan({
    parser,
    files: read.files,
    catalog: opened.catalog,
    serverVersion: options.pgVersion,
    atomicity: options.transaction ?? runsAsOne(options.prismaVersion ?? null),
    style: options.style ?? (options.json === true ? 'quiet' : false),
  });
  if (options.json) await print(terminal, reviewJson(reviewed));
  else terminal.out(reviewReport(reviewed, { colour: terminal.colour }));
  return reviewed.verdict === 'risky' || reviewed.verdict === 'blocked' ? 1 : 0;
}

/** In characters; from here on memory counts for more than a fifth of the time. */
const longText = 2_000_000;

function lengthOf(files: readonly ReviewedFile[]): number {
  return files.reduce((sum, { sql }) => sum + sql.length, 0);
}

/**
 * What is made of a statement on the way is gone with it, and V8 lets 100 MB of that stand before it looks: on Node 24 a
 * file of 5 MB takes 340 MB, and 235 MB where the room for what is young does not grow. Only for a process that does nothing else.
 */
function collectOften(): void {
  setFlagsFromString('--semi-space-growth-factor=1');
}

const writtenAtOnce = 64_000;

/** Each piece by itself would be a call of the system. */
async function print({ out, drained }: Terminal, pieces: Iterable<string>): Promise<void> {
  let text = '';
  for (const piece of pieces) {
    text += piece;
    if (text.length < writtenAtOnce) continue;
    out(text);
    await drained();
    text = '';
  }
  out(text);
}

function unusable(terminal: Terminal, why: string): number {
  terminal.err(`${why}\n`);
  return 2;
}

type OpenedCatalog =
  | { readonly kind: 'catalog'; readonly catalog: Catalog | null }
  | { readonly kind: 'unusable'; readonly why: string };

async function openCatalog(
  parser: Parser,
  options: ReviewOptions,
  variables: Terminal['variables'],
): Promise<OpenedCatalog> {
  if (options.schema !== undefined) {
    const sql = await readFile(options.schema, 'utf8').catch(() => null);
    if (sql === null) return { kind: 'unusable', why: `reading the schema ${options.schema}: there is no such file` };
    const made = catalogFromDdl(parser, sql, { serverVersion: options.pgVersion });
    return made.kind === 'catalog'
      ? made
      : { kind: 'unusable', why: `reading the schema ${options.schema}: ${made.why}` };
  }
  if (options.catalog === undefined) return { kind: 'catalog', catalog: null };
  const [, name] = /^env:(\w+)$/.exec(options.catalog) ?? [];
  const url = name === undefined ? options.catalog : variables[name];
  if (url === undefined) return { kind: 'unusable', why: `reading the catalog: ${name} is not set` };
  const { readCatalog } = await import('../database/catalog.ts');
  return readCatalog(parser, new Secret(url));
}
