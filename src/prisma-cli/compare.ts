import type { Comparison, HistoryRow, MigrationFile, MigrationState } from '../domain/migration.ts';

/**
 * Lays files and history side by side.
 *
 * A name counts as failed while one of its rows is neither finished nor rolled back (Prisma refuses with P3009), as
 * applied when its newest row that was not rolled back is finished, and otherwise as pending. Checksums are compared
 * with that newest row: a row that was rolled back belongs to a file that may since have been mended.
 */
export function compareMigrations({ files, history }: MigrationState): Comparison {
  const rows = standingRows(history);
  const failed = namesOf(rows, (of) => of.some((row) => row.finishedAt === null));
  const applied = namesOf(rows, (of) => of.every((row) => row.finishedAt !== null));
  const byName = new Map(files.map((file) => [file.name, file]));
  const pending = files.filter((file) => !rows.has(file.name)).map((file) => file.name);
  return {
    applied,
    pending,
    failed,
    edited: applied.flatMap((name) => editOf(byName.get(name), rows.get(name)?.at(-1))),
    missing: applied.filter((name) => !byName.has(name)),
    outOfOrder: pending.filter((name) => applied.some((other) => name < other)),
  };
}

type Rows = readonly HistoryRow[];

/** The rows that were not rolled back, by name, each name's oldest first. Names in the order of their first start. */
function standingRows(history: readonly HistoryRow[]): ReadonlyMap<string, Rows> {
  const standing = history.filter((row) => row.rolledBackAt === null).toSorted((a, b) => a.startedAt - b.startedAt);
  const rows = new Map<string, Rows>();
  for (const row of standing) rows.set(row.name, [...(rows.get(row.name) ?? []), row]);
  return rows;
}

const namesOf = (rows: ReadonlyMap<string, Rows>, fits: (of: Rows) => boolean): readonly string[] =>
  [...rows].filter(([, of]) => fits(of)).map(([name]) => name);

/** A file applied with CRLF may be checked out with LF since, and the other way round; Prisma compares so, too. */
function editOf(file: MigrationFile | undefined, row: HistoryRow | undefined): Comparison['edited'] {
  if (file === undefined || row === undefined || row.checksum === file.sha256) return [];
  return [{ name: file.name, lineEndsOnly: [file.sha256Lf, file.sha256Crlf].includes(row.checksum) }];
}
