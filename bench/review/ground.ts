import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { migrations, migrationText, schema } from './migrations.ts';

/** Files to review, made anew and taken away again. */
export interface Ground extends AsyncDisposable {
  /** Folders as Prisma's `migrations/`, of 500 and of 1 000 files. */
  readonly folders: Readonly<Record<500 | 1000, string>>;
  readonly files: readonly string[];
  readonly schema: string;
  /** One file each, by megabytes. */
  readonly long: Readonly<Record<1 | 2 | 5, string>>;
}

const tables = 2_000;

export async function openGround(): Promise<Ground> {
  const folder = await mkdtemp(path.join(tmpdir(), 'godwit-bench-'));
  const at = (name: string) => path.join(folder, name);
  const database = schema(tables);
  await writeFile(at('schema.sql'), database.ddl);
  const written = async (count: number) => {
    const texts = migrations(count, count, database.tables);
    const files = texts.map((_, nth) => at(path.join(String(count), `${10_000 + nth}_change`, 'migration.sql')));
    await Promise.all(files.map((file) => mkdir(path.dirname(file), { recursive: true })));
    await Promise.all(files.map((file, nth) => writeFile(file, texts[nth] ?? '')));
    return files;
  };
  const long = async (megabytes: number) => {
    const file = at(`${megabytes}.sql`);
    await writeFile(file, migrationText(megabytes * 1_000_000));
    return file;
  };
  const files = await written(500);
  await written(1_000);
  return {
    folders: { 500: at('500'), 1000: at('1000') },
    files,
    schema: at('schema.sql'),
    long: { 1: await long(1), 2: await long(2), 5: await long(5) },
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  };
}

/** The built program. */
const godwit = fileURLToPath(new URL('../../bin/godwit.js', import.meta.url));

export const review = (...argv: readonly string[]) => [godwit, 'review', '--json', ...argv];
