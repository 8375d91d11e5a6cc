import { z } from 'zod';
import type { Backup, BackupFile, Verification } from '../../domain/backup.ts';
import { environmentId, list, moment, object, runId, type Same, sha256 } from './scalars.ts';

export const verificationDocument = z.discriminatedUnion('kind', [
  object({ kind: z.literal('verified'), how: z.enum(['pg_restore', 'gzip', 'plain-sql']) }),
  object({ kind: z.literal('unverified'), why: z.string() }),
  object({ kind: z.literal('broken'), why: z.string() }),
]);
true satisfies Same<z.infer<typeof verificationDocument>, Verification>;

export const backupFileDocument = object({ path: z.string(), bytes: z.number(), modifiedAt: moment });
true satisfies Same<z.infer<typeof backupFileDocument>, BackupFile>;

export const backupDocument = object({
  ...backupFileDocument.shape,
  environment: environmentId,
  run: runId,
  by: z.enum(['script', 'pg_dump']),
  label: z.string(),
  sha256,
  takenAt: moment,
  verification: verificationDocument,
  history: list(object({ name: z.string(), checksum: sha256 })),
});
true satisfies Same<z.infer<typeof backupDocument>, Backup>;
