import { z } from 'zod';
import type { DownReport, DriftReport, WrittenMigration } from '../../domain/drift.ts';
import { reviewDocument } from './review.ts';
import { list, moment, object, runId, type Same, sha256, userId } from './scalars.ts';

const sentences = list(z.string());

export const driftReportDocument = object({
  lookedAt: moment,
  prismaVersion: z.string().nullable(),
  basis: z.enum(['applied-files', 'schema-file']),
  applied: z.number(),
  difference: object({ adopt: sha256, revert: sha256, review: reviewDocument.nullable() }).nullable(),
  beside: sentences,
  limits: sentences,
});
true satisfies Same<z.infer<typeof driftReportDocument>, DriftReport>;

const writer = { by: userId, at: moment };

export const downReportDocument = object({
  lookedAt: moment,
  prismaVersion: z.string().nullable(),
  undoes: sentences,
  name: z.string(),
  migrationsPath: z.string(),
  sql: sha256.nullable(),
  review: reviewDocument.nullable(),
  writable: z.discriminatedUnion('kind', [
    object({ kind: z.literal('yes') }),
    object({ kind: z.literal('no'), why: z.string() }),
  ]),
  limits: sentences,
  writing: z.discriminatedUnion('kind', [
    object({ kind: z.literal('none') }),
    object({ kind: z.literal('asked'), ...writer }),
    object({ kind: z.literal('written'), ...writer, run: runId }),
    object({ kind: z.literal('not-written'), ...writer, why: z.string() }),
  ]),
});
true satisfies Same<z.infer<typeof downReportDocument>, DownReport>;

export const writtenMigrationDocument = object({
  name: z.string(),
  migrationsPath: z.string(),
  sha256,
  undoes: sentences,
  state: z.discriminatedUnion('kind', [
    object({ kind: z.literal('there') }),
    object({ kind: z.literal('removed') }),
    object({ kind: z.literal('left'), why: z.string() }),
  ]),
});
true satisfies Same<z.infer<typeof writtenMigrationDocument>, WrittenMigration>;
