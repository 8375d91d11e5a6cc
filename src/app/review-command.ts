import { readFile } from 'node:fs/promises';
import { type Command, InvalidArgumentError, Option } from 'commander';
import type { Variables } from '../config/environment-variables.ts';
import { readCatalog } from '../database/catalog.ts';
import { Secret } from '../lib/secret.ts';
import { reviewReport } from '../render/review-report.ts';
import { catalogFromDdl } from '../review/catalog/from-ddl.ts';
import type { Catalog } from '../review/catalog/model.ts';
import { loadParser, type Parser } from '../review/parse/parser.ts';
import { reviewPlan } from '../review/review.ts';
import { readReviewFiles } from './review-files.ts';

/** Where the command prints, and whether a person reads it in colour. */
export interface ReviewTerminal {
  readonly variables: Variables;
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  readonly colour: boolean;
}

interface ReviewOptions {
  readonly json?: true;
  readonly catalog?: string;
  readonly schema?: string;
  readonly pgVersion: number;
  readonly prismaVersion?: string;
  readonly transaction?: 'file' | 'statement' | 'unknown';
  readonly style?: true;
}

const defaultVersion = 15;

/** Adds `godwit review <path…>`; `ended` gets the exit code: 0 nothing risky, 1 something risky or blocked, 2 unusable input. */
export function addReviewCommand(program: Command, terminal: ReviewTerminal, ended: (code: number) => void): void {
  program
    .command('review')
    .description('says what migrations will lock, rewrite, break or lose')
    .argument('<path...>', "SQL files, or Prisma's migrations folder")
    .option('--json', 'prints one JSON document')
    .addOption(
      new Option('--catalog <url>', 'reads the live database, read only; env:NAME takes the URL from there').conflicts(
        'schema',
      ),
    )
    .option('--schema <file>', 'takes the database to be what this DDL makes')
    .option('--pg-version <major>', 'of the server, where no database says it', majorVersion, defaultVersion)
    .option('--prisma-version <version>', 'says what runs as one transaction')
    .addOption(
      new Option('--transaction <what>', 'what runs as one transaction').choices(['file', 'statement', 'unknown']),
    )
    .option('--style', 'adds the rules of taste')
    .action(async (paths: string[], options: ReviewOptions) => ended(await review(paths, options, terminal)));
}

function majorVersion(text: string): number {
  const major = Number.parseInt(text, 10);
  if (!/^\d+(\.\d+)*$/.test(text) || major < 9)
    throw new InvalidArgumentError('a major version, such as 15, is expected');
  return major;
}

async function review(paths: readonly string[], options: ReviewOptions, terminal: ReviewTerminal): Promise<number> {
  const parser = await loadParser();
  const read = await readReviewFiles(paths);
  if (read.kind === 'unusable') return unusable(terminal, read.why);
  const opened = await openCatalog(parser, options, terminal.variables);
  if (opened.kind === 'unusable') return unusable(terminal, opened.why);
  const reviewed = reviewPlan({
    parser,
    files: read.files,
    catalog: opened.catalog,
    serverVersion: options.pgVersion,
    prismaVersion: options.prismaVersion ?? null,
    ...(options.transaction === undefined ? {} : { atomicity: options.transaction }),
    style: options.style ?? (options.json === true ? 'quiet' : false),
  });
  terminal.out(
    options.json ? `${JSON.stringify(reviewed, null, 2)}\n` : reviewReport(reviewed, { colour: terminal.colour }),
  );
  return reviewed.verdict === 'risky' || reviewed.verdict === 'blocked' ? 1 : 0;
}

function unusable(terminal: ReviewTerminal, why: string): number {
  terminal.err(`${why}\n`);
  return 2;
}

type OpenedCatalog =
  | { readonly kind: 'catalog'; readonly catalog: Catalog | null }
  | { readonly kind: 'unusable'; readonly why: string };

async function openCatalog(parser: Parser, options: ReviewOptions, variables: Variables): Promise<OpenedCatalog> {
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
  return readCatalog(parser, new Secret(url));
}
