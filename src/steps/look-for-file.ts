import type { HistoryRow, MigrationFile } from '../domain/migration.ts';
import type { FoundOfFile, Standing } from '../domain/resolve.ts';
import type { TargetSession, Targets } from '../ports/target.ts';
import { runsAsOne } from '../prisma-cli/versions.ts';
import type { Catalog } from '../review/catalog/model.ts';
import { followFiles } from '../review/drift/promised.ts';
import { type LookedFile, type LookedStatement, lookForFile } from '../review/extent/extent.ts';
import { loadParser, type Parser } from '../review/parse/parser.ts';
import { besideTables } from './beside-tables.ts';
import { followedBytes, inOrderOfHistory, textsOf } from './drift.ts';
import type { Look } from './look.ts';

/** What of one file is in the database, with what it was found by. */
export interface FileLook {
  readonly found: FoundOfFile;
  readonly statements: readonly LookedStatement[];
  readonly notes: readonly string[];
  /** Null where the database could not be read. */
  readonly catalog: Catalog | null;
}

interface Site {
  readonly targets: Pick<Targets, 'catalog'>;
  readonly session: TargetSession;
  readonly look: Look;
  readonly migration: string;
}

/** How the history stands by a migration. Pure. */
export function standingOf({ project, history, comparison }: Look, migration: string): Standing {
  if (comparison.failed.includes(migration)) return 'failed';
  if (comparison.applied.includes(migration)) return 'applied';
  if (history.some(({ name }) => name === migration)) return 'rolled-back';
  return project.files.some(({ name }) => name === migration) ? 'pending' : 'unknown';
}

/** More is data rather than definitions, of which nothing can be seen. */
const lookedThroughBytes = 1_000_000;

/** Looks for every statement of the file in the database as it is now. */
export async function lookForMigration(site: Site): Promise<FileLook> {
  const { look, migration, session } = site;
  const file = look.project.files.find(({ name }) => name === migration) ?? null;
  if (file !== null && file.bytes > lookedThroughBytes)
    return blind(file, 'Its file is too long to be looked through.');
  const sql = file === null ? null : await session.sqlOf(migration);
  if (file === null || sql === null)
    return blind(null, 'Its file is not there, so nobody can say what it was to make.');
  const seen = await site.targets.catalog(session);
  if (seen.kind === 'unusable') return blind(file, `The database could not be read: ${seen.why}.`);
  const catalog = { ...seen.catalog, defaultSchema: session.identity.schema };
  const parser = await loadParser();
  const live = { catalog, beside: await besideTables(session) };
  const atomic = runsAsOne(look.project.prismaVersion) === 'file';
  const looked = lookForFile({ parser, sql, live, before: await promisedBefore(site, catalog, parser), atomic });
  if (looked.kind === 'not-parsed') return blind(file, `Its file could not be read: ${looked.why}.`);
  return whole(site, file, looked, catalog);
}

function whole(
  { look, migration }: Site,
  file: MigrationFile,
  { statements, found }: Extract<LookedFile, { kind: 'looked' }>,
  catalog: Catalog,
): FileLook {
  const changed = changedSince(look.history, migration, file);
  const extent = changed ? ('unknown' as const) : found.extent;
  return {
    found: { ...found, extent, file: file.sha256 },
    statements,
    catalog,
    notes: changed
      ? ['Its file was changed after it had failed: what the earlier one left behind cannot be told from it.']
      : [],
  };
}

const blind = (file: MigrationFile | null, why: string): FileLook => ({
  found: { extent: 'unknown', present: 0, absent: 0, unknown: 0, file: file?.sha256 ?? null },
  statements: [],
  notes: [why],
  catalog: null,
});

function changedSince(history: readonly HistoryRow[], migration: string, file: MigrationFile): boolean {
  const row = history.findLast(
    ({ name, finishedAt, rolledBackAt }) => name === migration && finishedAt === null && rolledBackAt === null,
  );
  return row !== undefined && ![file.sha256, file.sha256Lf, file.sha256Crlf].includes(row.checksum);
}

/** What the applied files promise; null where they are too many, or one is gone. */
async function promisedBefore({ look, session, migration }: Site, live: Catalog, parser: Parser) {
  const { history, comparison, project } = look;
  const names = inOrderOfHistory(comparison.applied, history).filter((name) => name !== migration);
  const bytes = project.files.filter(({ name }) => names.includes(name)).reduce((sum, file) => sum + file.bytes, 0);
  const files = bytes > followedBytes ? null : await textsOf(names, session);
  return files === null ? null : followFiles(parser, files, live);
}
