import { z } from 'zod';
import { findingTiers, type Review, verdicts } from '../../domain/review.ts';
import type { ReviewDetail } from '../../domain/review-detail.ts';
import { list, type Same, sha256 } from './scalars.ts';

const verdict = z.enum(verdicts);
const held = z.strictObject({ fromMs: z.number(), toMs: z.number() }).nullable();
const lock = z.strictObject({ table: z.string(), lock: z.string(), work: z.string() });

const finding = z.strictObject({
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
  z.strictObject({
    kind: z.literal('reviewed'),
    version: z.number(),
    verdict,
    blind: z.string().nullable(),
    files: list(z.strictObject({ name: z.string(), verdict, statements: z.number(), locks: list(lock) })),
    findings: list(finding),
    leftOut: z.number(),
    mark: sha256,
    sizes: list(z.strictObject({ table: z.string(), small: z.boolean() })),
  }),
  z.strictObject({ kind: z.literal('not-reviewed'), why: z.string() }),
]);
true satisfies Same<z.infer<typeof reviewDocument>, Review>;

const statement = z.strictObject({
  line: z.number(),
  sql: z.string(),
  verdict,
  locks: list(lock),
  findings: list(
    z.strictObject({
      rule: z.string(),
      severity: verdict,
      sentence: z.string(),
      remedy: z.string(),
      held,
      allowance: z.string().nullable(),
    }),
  ),
});

export const reviewDetailDocument = z.strictObject({
  mark: sha256,
  files: list(z.strictObject({ name: z.string(), sha256, verdict, statements: list(statement), leftOut: z.number() })),
});
true satisfies Same<z.infer<typeof reviewDetailDocument>, ReviewDetail>;
