import { z } from 'zod';
import { findingTiers, type Review, verdicts } from '../../domain/review.ts';
import type { ReviewDetail } from '../../domain/review-detail.ts';
import { list, object, type Same, sha256 } from './scalars.ts';

const verdict = z.enum(verdicts);
const held = object({ fromMs: z.number(), toMs: z.number() }).nullable();
const lock = object({ table: z.string(), lock: z.string(), work: z.string() });

const finding = object({
  rule: z.string(),
  title: z.string(),
  tier: z.enum(findingTiers),
  severity: verdict,
  file: z.string(),
  statement: z.number(),
  table: z.string().nullable(),
  sentence: z.string(),
  held,
  allowance: z.string().nullable(),
});

export const reviewDocument = z.discriminatedUnion('kind', [
  object({
    kind: z.literal('reviewed'),
    version: z.number(),
    verdict,
    blind: z.string().nullable(),
    files: list(object({ name: z.string(), verdict, statements: z.number(), locks: list(lock) })),
    findings: list(finding),
    leftOut: z.number(),
    mark: sha256,
    sizes: list(object({ table: z.string(), small: z.boolean() })),
  }),
  object({ kind: z.literal('not-reviewed'), why: z.string() }),
]);
true satisfies Same<z.infer<typeof reviewDocument>, Review>;

const statement = object({
  line: z.number(),
  sql: z.string(),
  verdict,
  locks: list(lock),
  findings: list(
    object({
      rule: z.string(),
      severity: verdict,
      sentence: z.string(),
      remedy: z.string(),
      held,
      allowance: z.string().nullable(),
    }),
  ),
});

export const reviewDetailDocument = object({
  mark: sha256,
  files: list(object({ name: z.string(), sha256, verdict, statements: list(statement), leftOut: z.number() })),
});
true satisfies Same<z.infer<typeof reviewDetailDocument>, ReviewDetail>;
