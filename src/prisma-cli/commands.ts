import type { Argv } from '../domain/environment.ts';
import type { Resolution } from '../domain/resolve.ts';
import type { DiffDialect, PrismaVersion } from './versions.ts';

/** How prisma is called in one environment: the prefix that leads to where it is installed, and its own name there. */
export interface PrismaWay {
  readonly exec: Argv;
  readonly prisma: Argv;
}

/**
 * Inside the prefix, because `docker-compose exec` hands on no variables.
 * The last one keeps `npx` from installing whatever version is newest where prisma is missing.
 */
const quiet = [
  'env',
  'NO_COLOR=1',
  'CHECKPOINT_DISABLE=1',
  'PRISMA_HIDE_UPDATE_MESSAGE=1',
  'npm_config_yes=false',
] as const;

/** `prisma migrate deploy`: applies every pending file. */
export const deployCommand = (way: PrismaWay): Argv => prismaCommand(way, 'migrate', 'deploy');

/** `prisma migrate status`: looks, takes no lock, changes nothing. */
export const statusCommand = (way: PrismaWay): Argv => prismaCommand(way, 'migrate', 'status');

/** `prisma migrate resolve`: writes the end of a failed migration into the history, without running any SQL of it. */
export const resolveCommand = (way: PrismaWay, resolution: Resolution, migration: string): Argv =>
  prismaCommand(way, 'migrate', 'resolve', `--${resolution}`, migration);

/** `prisma db execute`: runs the SQL of its standard input, and prints none of its rows. */
export const executeCommand = (way: PrismaWay, { execute }: Pick<PrismaVersion, 'execute'>): Argv =>
  prismaCommand(way, 'db', 'execute', ...execute);

/** One end of a comparison: the live database, a folder of migrations by its place among the words, the schema file. */
export type DiffEnd = 'database' | 'schema' | `{${string}}`;

/**
 * `prisma migrate diff` as SQL that makes `to` of `from`: 0 same, 2 differs, 1 anything else. `{…}` are places for paths.
 * Without a prefix: it runs beside the folders that it compares.
 */
export function diffCommand(
  prisma: Argv,
  dialect: DiffDialect,
  { from, to }: { readonly from: DiffEnd; readonly to: DiffEnd },
): Argv {
  const ends = [...endWords('from', from, dialect), ...endWords('to', to, dialect)];
  return prismaCommand(
    { exec: [], prisma: withoutSchema(prisma) },
    'migrate',
    'diff',
    ...ends,
    '--script',
    '--exit-code',
  );
}

function endWords(side: 'from' | 'to', end: DiffEnd, { database, schema }: DiffDialect): Argv {
  if (end === 'schema') return [`--${side}-${schema}`, schemaPlace];
  if (end !== 'database') return [`--${side}-migrations`, end];
  return [`--${side}-${database}`, ...(database === 'schema-datasource' ? [schemaPlace] : [])];
}

const schemaPlace = '{schema}';

/** `migrate diff` knows no `--schema`; the path stands with the end that needs it. */
const withoutSchema = (prisma: Argv): Argv =>
  prisma.filter((word, at) => word !== '--schema' && prisma[at - 1] !== '--schema' && !word.startsWith('--schema='));

/** `prisma migrate reset`: drops everything, then applies every file. Asks nothing: whoever begins it was asked before. */
export const resetCommand = (way: PrismaWay, { reset }: Pick<PrismaVersion, 'reset'>): Argv =>
  prismaCommand(way, 'migrate', 'reset', ...reset);

/** What `prisma db push` may destroy without asking. */
export type PushConsent = 'nothing' | 'what-it-warned-of' | 'everything';

const consents: Readonly<Record<PushConsent, readonly string[]>> = {
  nothing: [],
  'what-it-warned-of': ['--accept-data-loss'],
  everything: ['--force-reset'],
};

/** `prisma db push`: makes the database what the schema says, without a migration. */
export const pushCommand = (way: PrismaWay, { push }: Pick<PrismaVersion, 'push'>, consent: PushConsent): Argv =>
  prismaCommand(way, 'db', 'push', ...push, ...consents[consent]);

function prismaCommand({ exec, prisma }: PrismaWay, ...words: readonly string[]): Argv {
  return [...exec, ...quiet, ...prisma, ...words];
}
