import { z } from 'zod';
import type { Sha256 } from '../domain/ids.ts';
import type { MigrationFile } from '../domain/migration.ts';
import { type Trouble, trouble } from '../domain/trouble.ts';
import { Secret } from '../lib/secret.ts';
import type { PrismaProject } from '../ports/target.ts';

const checksum = z.hex().length(64);
const line = z.strictObject({
  prisma: z.string().nullable(),
  path: z.string(),
  files: z.array(z.tuple([z.string(), checksum, checksum, checksum, z.int().nonnegative()])),
  problem: z.string().nullable(),
  url: z.string().nullable(),
  connected: z.boolean(),
  error: z.string().nullish(),
  ca: z.string().nullish(),
});

/** What the bridge saw in Prisma's working directory, and whether it reached the database. */
export interface Seen {
  readonly project: PrismaProject;
  /** Why the migrations could not be read; null when they could. */
  readonly problem: Trouble | null;
  /** Null: the variable is not set there. */
  readonly url: Secret | null;
  readonly connection:
    | { readonly kind: 'open'; readonly ca: string | null }
    | { readonly kind: 'closed'; readonly why: string | null };
}

/** Reads the bridge's line; null when it is something else. The text holds a secret: it is in no error. */
export function readSeen(text: string): Seen | null {
  const json = line.safeParse(parseJson(text));
  if (!json.success) return null;
  const { prisma, path, files, problem, url, connected, error, ca } = json.data;
  return {
    project: { prismaVersion: prisma, migrationsPath: path, files: files.map(migrationFile) },
    problem:
      problem === null
        ? null
        : trouble('migrations-unreadable', 'The migrations could not be read.', [{ label: 'Cause', value: problem }]),
    url: url === null ? null : new Secret(url),
    connection: connected ? { kind: 'open', ca: ca ?? null } : { kind: 'closed', why: error ?? null },
  };
}

function migrationFile([name, sha256, lf, crlf, bytes]: readonly [
  string,
  string,
  string,
  string,
  number,
]): MigrationFile {
  return { name, sha256: sha256 as Sha256, sha256Lf: lf as Sha256, sha256Crlf: crlf as Sha256, bytes };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
