import type { Argv } from '../domain/environment.ts';
import type { PrismaVersion } from './versions.ts';

/** How prisma is called in one environment: the prefix that leads to where it is installed, and its own name there. */
export interface PrismaWay {
  readonly exec: Argv;
  readonly prisma: Argv;
}

/** Which end a failed migration is given in the history. */
export type Resolution = 'applied' | 'rolled-back';

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

function prismaCommand({ exec, prisma }: PrismaWay, ...words: readonly string[]): Argv {
  return [...exec, ...quiet, ...prisma, ...words];
}
