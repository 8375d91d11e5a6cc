import { z } from 'zod';
import { extents, presences, type ResolveReport, resolutions } from '../../domain/resolve.ts';
import { verdicts } from '../../domain/review.ts';
import { list, moment, object, type Same, sha256, userId } from './scalars.ts';
import { troubleDocument } from './trouble.ts';

export const resolutionDocument = z.enum(resolutions);

export const foundOfFileDocument = object({
  extent: z.enum(extents),
  present: z.number(),
  absent: z.number(),
  unknown: z.number(),
  file: sha256.nullable(),
});

const offered = object({
  sql: z.string(),
  verdict: z.enum(verdicts).nullable(),
  findings: list(z.string()),
});

export const resolveReportDocument = object({
  lookedAt: moment,
  migration: z.string(),
  standing: z.enum(['failed', 'applied', 'rolled-back', 'pending', 'unknown']),
  found: foundOfFileDocument,
  statements: list(object({ line: z.number(), sql: z.string(), presence: z.enum(presences), why: z.string() })),
  leftOut: z.number(),
  notes: list(z.string()),
  refused: object({ applied: troubleDocument.nullable(), rolledBack: troubleDocument.nullable() }),
  completion: offered.nullable(),
  undoing: offered.nullable(),
  invalid: list(object({ schema: z.string(), name: z.string(), table: z.string(), building: z.boolean() })),
  dropped: object({ index: z.string(), by: userId, at: moment, trouble: troubleDocument.nullable() }).nullable(),
});
true satisfies Same<z.infer<typeof resolveReportDocument>, ResolveReport>;
