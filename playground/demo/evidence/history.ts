import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { DemoHost } from '../../hosts/host-layout.ts';
import { migrationFile, migrationNames } from '../../hosts/migrations.ts';
import { execute } from '../../servers/postgres.ts';

/** Migrations by name with the SHA-256 of their files. */
export type Checksums = Readonly<Record<string, string>>;

/** What the database says was applied: finished, not rolled back, with the checksum that Prisma noted. */
export async function appliedOn({ databaseUrl }: Pick<DemoHost, 'databaseUrl'>): Promise<Checksums> {
  const rows = await execute<{ name: string; checksum: string }>(
    databaseUrl,
    `SELECT migration_name AS name, checksum FROM "_prisma_migrations"
     WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL ORDER BY migration_name`,
  );
  return Object.fromEntries(rows.map(({ name, checksum }) => [name, checksum]));
}

/** The files that Prisma sees on the host. */
export async function filesOn(host: DemoHost): Promise<Checksums> {
  const names = await migrationNames(host);
  const texts = await Promise.all(names.map((name) => readFile(migrationFile(host, name))));
  return Object.fromEntries(names.map((name, at) => [name, sha256(texts[at] ?? '')]));
}

const sha256 = (content: string | Buffer): string => createHash('sha256').update(content).digest('hex');

/** As Godwit's summary has it: "7 applied, 2 pending". */
export async function summaryOf(host: DemoHost): Promise<string> {
  const [applied, files] = [await appliedOn(host), await filesOn(host)];
  const pending = Object.keys(files).filter((name) => !(name in applied)).length;
  return `${Object.keys(applied).length} applied, ${pending > 0 ? `${pending} pending` : 'nothing pending'}`;
}
