import { isUtf8 } from 'node:buffer';
import { type Dirent, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import type { ReviewedFile } from '../review/types.ts';

export type ReadFiles =
  | { readonly kind: 'read'; readonly files: readonly ReviewedFile[] }
  | { readonly kind: 'unusable'; readonly why: string };

/**
 * Files as they are named, `-` as standard input; a folder as Prisma's `migrations/`, in Prisma's order, also when the
 * folder is above it (`prisma`, the project) or one of its migrations. Reads without giving way: nobody else waits, and
 * a history of a thousand migrations is read in a tenth of the time.
 */
export async function readReviewFiles(
  paths: readonly string[],
  standardInput: () => Promise<Uint8Array>,
): Promise<ReadFiles> {
  const files: ReviewedFile[] = [];
  for (const one of paths) {
    const read = one === '-' ? textOf('standard input', await standardInput()) : readPath(one);
    if (read.kind === 'unusable') return read;
    files.push(...read.files);
  }
  return { kind: 'read', files };
}

function readPath(place: string): ReadFiles {
  const found = sqlFilesAt(place);
  if (typeof found === 'string') return unusable(place, found);
  if (found.length === 0) return unusable(place, 'no migration.sql and no .sql file in it');
  const files: ReviewedFile[] = [];
  for (const file of found) {
    const read = textOf(
      file,
      attempt(() => readFileSync(file)),
    );
    if (read.kind === 'unusable') return read;
    files.push(...read.files);
  }
  return { kind: 'read', files };
}

function textOf(name: string, bytes: Uint8Array | string): ReadFiles {
  if (typeof bytes === 'string') return unusable(name, bytes);
  if (!isUtf8(bytes)) return unusable(name, 'it is not text in UTF-8');
  return { kind: 'read', files: [{ path: name, sql: Buffer.from(bytes).toString('utf8') }] };
}

const unusable = (what: string, why: string): Extract<ReadFiles, { kind: 'unusable' }> => ({
  kind: 'unusable',
  why: `reading ${what}: ${why}`,
});

/** The SQL files that a path stands for; a text says why it stands for none. */
function sqlFilesAt(place: string): readonly string[] | string {
  const seen = attempt(() => statSync(place));
  if (typeof seen === 'string') return seen;
  if (!seen.isDirectory()) return [place];
  const entries = attempt(() => readdirSync(place, { withFileTypes: true }));
  if (typeof entries === 'string') return entries;
  const names = (keep: (entry: Dirent) => boolean) =>
    entries.flatMap((entry) => (keep(entry) ? [entry.name] : [])).toSorted();
  const migrations = names((entry) => !entry.isFile())
    .map((name) => path.join(place, name, 'migration.sql'))
    .filter((file) => statSync(file, { throwIfNoEntry: false })?.isFile() === true);
  if (migrations.length > 0) return migrations;
  const below = ['migrations', 'prisma'].find((name) => entries.some((entry) => entry.name === name));
  if (below !== undefined) return sqlFilesAt(path.join(place, below));
  return names((entry) => !entry.isDirectory() && entry.name.endsWith('.sql')).map((name) => path.join(place, name));
}

const causes: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file or folder',
  EACCES: 'it may not be read by this user',
};

/** What the file system says no to, as a sentence's end. */
function attempt<Result>(look: () => Result): Result | string {
  try {
    return look();
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    return causes[String(error.code)] ?? error.message;
  }
}
