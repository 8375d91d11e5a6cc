import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import type { ReviewedFile } from '../review/types.ts';

export type ReadFiles =
  | { readonly kind: 'read'; readonly files: readonly ReviewedFile[] }
  | { readonly kind: 'unusable'; readonly why: string };

/** Files as they are named; a folder as Prisma's `migrations/`, in Prisma's order. */
export async function readReviewFiles(paths: readonly string[]): Promise<ReadFiles> {
  const files: ReviewedFile[] = [];
  for (const one of paths) {
    const found = await sqlFilesAt(one);
    if (found === null) return { kind: 'unusable', why: `reading ${one}: there is no such file or folder` };
    if (found.length === 0)
      return { kind: 'unusable', why: `reading ${one}: no migration.sql and no .sql file below it` };
    for (const file of found) files.push({ path: file, sql: await readFile(file, 'utf8') });
  }
  return { kind: 'read', files };
}

async function sqlFilesAt(place: string): Promise<readonly string[] | null> {
  const seen = await stat(place).catch(() => null);
  if (seen === null) return null;
  if (!seen.isDirectory()) return [place];
  const entries = await readdir(place, { withFileTypes: true });
  const names = (keep: (entry: (typeof entries)[number]) => boolean) =>
    entries
      .filter(keep)
      .map(({ name }) => name)
      .toSorted();
  const migrations = await existing(
    names((entry) => entry.isDirectory()).map((name) => path.join(place, name, 'migration.sql')),
  );
  if (migrations.length > 0) return migrations;
  if (entries.some(({ name }) => name === 'migrations')) return sqlFilesAt(path.join(place, 'migrations'));
  return names((entry) => entry.isFile() && entry.name.endsWith('.sql')).map((name) => path.join(place, name));
}

async function existing(files: readonly string[]): Promise<readonly string[]> {
  const seen = await Promise.all(files.map((file) => stat(file).catch(() => null)));
  return files.filter((_, at) => seen[at]?.isFile() === true);
}
