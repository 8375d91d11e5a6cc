/** A release of Prisma that Godwit knows: where its commands, flags and ways differ from those of the others. */
export interface PrismaVersion {
  readonly major: number;
  /** Where it is newer than every release that the table was compared with: the newest of those. */
  readonly unseen: string | null;
  /** `prisma migrate diff`. */
  readonly diff: DiffDialect;
  /** Flags with which `prisma migrate dev` does its one work, and neither generates code nor seeds. */
  readonly dev: readonly string[];
  /** Flags with which `prisma migrate reset` asks nothing, generates nothing and seeds nothing. */
  readonly reset: readonly string[];
  /** Flags with which `prisma db push` generates nothing. */
  readonly push: readonly string[];
  /** Flags with which `prisma db execute` runs its standard input; `{schema}` stands for the path of the schema. */
  readonly execute: readonly string[];
  /** What of a file without BEGIN and COMMIT PostgreSQL runs as one transaction; `unknown`: it may be each statement by itself. */
  readonly runsAsOne: 'file' | 'unknown';
}

/** How one version's `migrate diff` names its two ends; each after `--from-` or `--to-`. */
export interface DiffDialect {
  /** The live database: of the configuration, or of the schema file that follows. */
  readonly database: 'config-datasource' | 'schema-datasource';
  /** The tables of a schema file. */
  readonly schema: 'schema' | 'schema-datamodel';
  /**
   * Where files are applied to see what they make: in a database that Prisma makes and drops itself (or that of its own
   * configuration), or in one that is given to it as `--shadow-database-url`.
   */
  readonly shadow: 'own' | 'given';
}

const older = {
  diff: { database: 'schema-datasource', schema: 'schema-datamodel', shadow: 'given' },
  dev: ['--skip-generate', '--skip-seed'],
  reset: ['--force', '--skip-generate', '--skip-seed'],
  push: ['--skip-generate'],
  execute: ['--stdin', '--schema', '{schema}'],
} as const;
const newer = {
  diff: { database: 'config-datasource', schema: 'schema', shadow: 'own' },
  dev: [],
  reset: ['--force'],
  push: [],
  execute: ['--stdin'],
} as const;

interface Row extends Omit<PrismaVersion, 'major' | 'unseen'> {
  /** It holds from this release on, to the end of its major version. */
  readonly from: Release;
  /** The newest that it was compared with. */
  readonly seen: Release;
  /** What of it was run and what was only read, for people. */
  readonly known: string;
}
type Release = readonly [major: number, minor: number];

/**
 * The one table of versions, newest first. Flags as `--help` of 5.22, 6.19 and 7.10 names them. Up to 7.3 a file is sent as
 * one query; since 7.4 it may be split (measured with the WASM engines of 7.3, 7.4 and 7.9).
 */
export const versions: readonly Row[] = [
  {
    ...{ from: [7, 4], seen: [7, 10], ...newer, runsAsOne: 'unknown' },
    known: '7.10 is run: every command, with files sent whole and statement by statement',
  },
  {
    ...{ from: [7, 0], seen: [7, 10], ...newer, runsAsOne: 'file' },
    known: 'not run: flags as those of 7.10; how a file is sent was measured with the engine of 7.3',
  },
  {
    ...{ from: [6, 0], seen: [6, 19], ...older, runsAsOne: 'file' },
    known: '6.19 is run: every command, with files sent whole',
  },
  {
    ...{ from: [5, 0], seen: [5, 22], ...older, runsAsOne: 'file' },
    known: 'not run: the help of 5.22 was read; its output is taken to be that of 6.19',
  },
];

/** The major versions of the table, oldest first. */
export const knownMajors: readonly number[] = [...new Set(versions.map(({ from }) => from[0]))].toReversed();

/** The row of the installed version (`7.10.0`); null where Godwit does not know it. */
export function prismaVersion(installed: string | null): PrismaVersion | null {
  const [, major, minor] = /^(\d+)\.(\d+)\./.exec(installed ?? '')?.map(Number) ?? [];
  if (major === undefined || minor === undefined) return null;
  const row = versions.find(({ from }) => from[0] === major && minor >= from[1]);
  if (row === undefined) return null;
  const { from: _, seen, known: _known, ...rest } = row;
  return { major, unseen: minor > seen[1] ? seen.join('.') : null, ...rest };
}

/**
 * What of a file runs as one with a Prisma of any version, by the nearest older row of the table; `7.10` or `7.10.0`. Null
 * where the version is not known.
 */
export function runsAsOne(installed: string | null): PrismaVersion['runsAsOne'] | null {
  const [, major, minor = '0'] = /^(\d+)(?:\.(\d+))?/.exec(installed ?? '') ?? [];
  if (major === undefined) return null;
  const row = versions.find(({ from }) => compare([Number(major), Number(minor)], from) >= 0);
  return row?.runsAsOne ?? 'file';
}

const compare = (a: Release, b: Release): number => a[0] - b[0] || a[1] - b[1];
