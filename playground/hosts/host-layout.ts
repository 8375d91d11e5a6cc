import { fileURLToPath } from 'node:url';

/** What of a host can go wrong or differ on purpose. */
export interface HostOptions {
  /** A directory of the host's own; made when missing. */
  readonly directory: string;
  /** The environment's name: `staging`. */
  readonly name: string;
  /** The database of its app: it exists and may be empty. */
  readonly databaseUrl: string;
  /** `container` (default): Prisma's files are reached through `./bin/inside` only; `plain`: they lie in the directory. */
  readonly layout?: 'container' | 'plain';
  /** The team's backup script: as the guide has it (default), without one, one that fails, one that leaves half a file. */
  readonly backup?: 'script' | 'none' | 'failing' | 'half';
  /** The team's rollback script, or none. */
  readonly rollback?: 'script' | 'none';
  /** How migration files reach PostgreSQL where the stand-in of Prisma's engine runs. */
  readonly engineMode?: 'whole' | 'split';
  /** The major version of the app's Prisma: that of this project (default), or the older one. */
  readonly prisma?: 7 | 6;
  /** More variables of the app's own environment. */
  readonly variables?: Readonly<Record<string, string>>;
}

/** One environment of the gold factory, as directories; plain data. */
export interface DemoHost {
  readonly name: string;
  /** Like /opt/gold-factory: scripts, backups and, in the container layout, a stale copy of the migrations. */
  readonly directory: string;
  /** Prisma's working directory. */
  readonly appDirectory: string;
  readonly databaseUrl: string;
  readonly layout: 'container' | 'plain';
  readonly backup: 'script' | 'none' | 'failing' | 'half';
  readonly rollback: 'script' | 'none';
  /** The app's own environment: DATABASE_URL and what its Prisma needs. */
  readonly environment: Readonly<Record<string, string>>;
}

export const templates = {
  app: fileURLToPath(new URL('app', import.meta.url)),
  host: fileURLToPath(new URL('host', import.meta.url)),
  nodeModules: fileURLToPath(new URL('../../node_modules', import.meta.url)),
};
