import { z } from 'zod';
import type { Emergency } from '../../domain/emergency-types.ts';
import {
  type Checklist,
  type Ending,
  type Plan,
  type Purpose,
  type Run,
  type RunState,
  type ServiceStart,
  type Step,
  stepNames,
} from '../../domain/run.ts';
import { backupDocument, backupFileDocument } from './backup.ts';
import { writtenMigrationDocument } from './drift.ts';
import { gateDocument } from './gate.ts';
import { blockerDocument } from './locks.ts';
import { foundOfFileDocument, resolutionDocument } from './resolve.ts';
import { reviewDocument } from './review.ts';
import { channelId, environmentId, list, moment, object, runId, type Same, sha256, userId } from './scalars.ts';
import { troubleDocument } from './trouble.ts';

const stepName = z.enum(stepNames);
const tick = { by: userId, at: moment };

const purpose = z.discriminatedUnion('kind', [
  object({ kind: z.literal('deploy'), wrote: writtenMigrationDocument.optional() }),
  object({ kind: z.literal('backup'), label: z.string(), forRun: runId.nullable() }),
  object({ kind: z.literal('restore'), backup: backupFileDocument, known: backupDocument.nullable() }),
  object({
    kind: z.literal('resolve'),
    migration: z.string(),
    as: resolutionDocument,
    found: foundOfFileDocument,
    reason: z.string().nullable(),
  }),
  object({ kind: z.literal('dev'), name: z.string().nullable() }),
  object({ kind: z.literal('reset') }),
  object({ kind: z.literal('push'), warnings: list(z.string()), forceReset: z.boolean() }),
]);
true satisfies Same<z.infer<typeof purpose>, Purpose>;

const promotion = object({
  from: environmentId,
  lookedAt: moment,
  proved: list(z.string()),
  unproved: list(z.string()),
  trouble: troubleDocument.nullable(),
});

const plan = object({
  receipt: sha256,
  pending: list(object({ name: z.string(), sha256 })),
  history: list(object({ name: z.string(), checksum: sha256, finished: z.boolean(), rolledBack: z.boolean() })),
  preparedAt: moment,
  prismaVersion: z.string().nullable(),
  promotion: promotion.nullable(),
  /** A plan from before there were gates has none. */
  gates: list(gateDocument).default([]),
  /** Absent in plans from before there was a reviewer. */
  review: reviewDocument.nullable().default(null),
  warnings: list(z.string()),
});
true satisfies Same<z.infer<typeof plan>, Plan>;

const pickedWindow = z.discriminatedUnion('kind', [
  object({ kind: z.literal('not-needed'), ...tick }),
  object({ kind: z.literal('picked'), ...tick, opensAt: moment, closesAt: moment }),
]);

const checklist = object({
  backup: object({ run: runId, takenAt: moment.nullable(), by: userId }).nullable(),
  review: object({ ...tick, receipt: sha256 }).nullable(),
  window: pickedWindow.nullable(),
  notify: object(tick).nullable(),
});
true satisfies Same<z.infer<typeof checklist>, Checklist>;

const emergency = object({
  ...tick,
  reason: z.string(),
  reviewed: object(tick).nullable(),
  reminders: z.number(),
});
true satisfies Same<z.infer<typeof emergency>, Emergency>;

const serviceStart = object({
  ...tick,
  end: z
    .discriminatedUnion('kind', [
      object({ kind: z.literal('started') }),
      object({ kind: z.literal('not-started'), why: z.string() }),
    ])
    .nullable(),
});
true satisfies Same<z.infer<typeof serviceStart>, ServiceStart>;

const stepState = z.discriminatedUnion('kind', [
  object({ kind: z.literal('pending') }),
  object({
    kind: z.literal('running'),
    startedAt: moment,
    progress: z.string().nullable(),
    begun: z.boolean(),
    memo: z.string().nullable(),
    blockers: list(blockerDocument).optional(),
  }),
  object({
    kind: z.literal('done'),
    startedAt: moment,
    finishedAt: moment,
    summary: z.string(),
    exitCode: z.number().nullable(),
  }),
  object({ kind: z.literal('skipped'), why: z.string() }),
  object({
    kind: z.literal('failed'),
    startedAt: moment,
    finishedAt: moment,
    trouble: troubleDocument,
    exitCode: z.number().nullable(),
  }),
]);
const step = object({ name: stepName, state: stepState });
true satisfies Same<z.infer<typeof step>, Step>;

const ending = z.discriminatedUnion('kind', [
  object({ kind: z.literal('succeeded') }),
  object({ kind: z.literal('failed'), step: stepName.nullable(), trouble: troubleDocument }),
  object({ kind: z.literal('cancelled'), by: userId, duringStep: stepName.nullable() }),
  object({ kind: z.literal('rejected'), by: userId, reason: z.string().nullable() }),
  object({ kind: z.literal('expired') }),
]);
true satisfies Same<z.infer<typeof ending>, Ending>;

const runState = z.discriminatedUnion('kind', [
  object({ kind: z.literal('preparing') }),
  object({
    kind: z.literal('waiting'),
    expiresAt: moment.nullable(),
    reminder: z.enum(['none', 'approvers', 'backup-approvers']),
    remindAt: moment.nullable(),
    voided: list(z.string()),
  }),
  object({
    kind: z.literal('queued'),
    since: moment,
    resume: object({ startedAt: moment, token: z.number(), cancelling: userId.nullable() }).nullable(),
  }),
  object({
    kind: z.literal('running'),
    startedAt: moment,
    worker: z.string(),
    token: z.number(),
    cancelling: userId.nullable(),
  }),
  object({
    kind: z.literal('outcome-unknown'),
    startedAt: moment,
    token: z.number(),
    step: stepName,
    lastSeenAt: moment,
    trouble: troubleDocument,
    // Rows of earlier versions do not say it.
    cancelling: userId.nullable().default(null),
  }),
  object({ kind: z.literal('ended'), ending, startedAt: moment.nullable(), endedAt: moment }),
]);
true satisfies Same<z.infer<typeof runState>, RunState>;

export const runDocument = object({
  id: runId,
  environment: environmentId,
  purpose,
  requestedBy: userId,
  requestedAt: moment,
  channel: channelId,
  emergency: emergency.nullable().default(null),
  plan: plan.nullable(),
  checklist,
  approvals: list(object({ ...tick, receipt: sha256 })),
  steps: list(step),
  backup: backupDocument.nullable(),
  serviceStart: serviceStart.nullable().default(null),
  state: runState,
});
true satisfies Same<z.infer<typeof runDocument>, Run>;
