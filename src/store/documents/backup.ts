import { z } from 'zod';
import type { Backup, BackupFile, Verification } from '../../domain/backup.ts';
import { environmentId, list, moment, runId, type Same, sha256 } from './scalars.ts';

export const verificationDocument = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('verified'), how: z.enum(['pg_restore', 'gzip', 'plain-sql']) }),
  z.strictObject({ kind: z.literal('unverified'), why: z.string() }),
  z.strictObject({ kind: z.literal('broken'), why: z.string() }),
]);
true satisfies Same<z.infer<typeof verificationDocument>, Verification>;

export const backupFileDocument = z.strictObject({ path: z.string(), bytes: z.number(), modifiedAt: moment });
true satisfies Same<z.infer<typeof backupFileDocument>, BackupFile>;

export const backupDocument = z.strictObject({
  ...backupFileDocument.shape,
  environment: environmentId,
  run: runId,
  by: z.enum(['script', 'pg_dump']),
  label: z.string(),
  sha256,
  takenAt: moment,
  verification: verificationDocument,
  history: list(z.strictObject({ name: z.string(), checksum: sha256 })),
});
true satisfies Same<z.infer<typeof backupDocument>, Backup>;
