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
import { channelId, environmentId, list, moment, runId, type Same, sha256, userId } from './scalars.ts';
import { troubleDocument } from './trouble.ts';

const stepName = z.enum(stepNames);
const tick = { by: userId, at: moment };

const purpose = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('deploy'), wrote: writtenMigrationDocument.optional() }),
  z.strictObject({ kind: z.literal('backup'), label: z.string(), forRun: runId.nullable() }),
  z.strictObject({ kind: z.literal('restore'), backup: backupFileDocument, known: backupDocument.nullable() }),
  z.strictObject({
    kind: z.literal('resolve'),
    migration: z.string(),
    as: resolutionDocument,
    found: foundOfFileDocument,
    reason: z.string().nullable(),
  }),
  z.strictObject({ kind: z.literal('dev'), name: z.string().nullable() }),
  z.strictObject({ kind: z.literal('reset') }),
  z.strictObject({ kind: z.literal('push'), warnings: list(z.string()), forceReset: z.boolean() }),
]);
true satisfies Same<z.infer<typeof purpose>, Purpose>;

const promotion = z.strictObject({
  from: environmentId,
  lookedAt: moment,
  proved: list(z.string()),
  unproved: list(z.string()),
  trouble: troubleDocument.nullable(),
});

const plan = z.strictObject({
  receipt: sha256,
  pending: list(z.strictObject({ name: z.string(), sha256 })),
  history: list(z.strictObject({ name: z.string(), checksum: sha256, finished: z.boolean(), rolledBack: z.boolean() })),
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
  z.strictObject({ kind: z.literal('not-needed'), ...tick }),
  z.strictObject({ kind: z.literal('picked'), ...tick, opensAt: moment, closesAt: moment }),
]);

const checklist = z.strictObject({
  backup: z.strictObject({ run: runId, takenAt: moment.nullable(), by: userId }).nullable(),
  review: z.strictObject({ ...tick, receipt: sha256 }).nullable(),
  window: pickedWindow.nullable(),
  notify: z.strictObject(tick).nullable(),
});
true satisfies Same<z.infer<typeof checklist>, Checklist>;

const emergency = z.strictObject({
  ...tick,
  reason: z.string(),
  reviewed: z.strictObject(tick).nullable(),
  reminders: z.number(),
});
true satisfies Same<z.infer<typeof emergency>, Emergency>;

const serviceStart = z.strictObject({
  ...tick,
  end: z
    .discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('started') }),
      z.strictObject({ kind: z.literal('not-started'), why: z.string() }),
    ])
    .nullable(),
});
true satisfies Same<z.infer<typeof serviceStart>, ServiceStart>;

const stepState = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('pending') }),
  z.strictObject({
    kind: z.literal('running'),
    startedAt: moment,
    progress: z.string().nullable(),
    begun: z.boolean(),
    memo: z.string().nullable(),
    blockers: list(blockerDocument).optional(),
  }),
  z.strictObject({
    kind: z.literal('done'),
    startedAt: moment,
    finishedAt: moment,
    summary: z.string(),
    exitCode: z.number().nullable(),
  }),
  z.strictObject({ kind: z.literal('skipped'), why: z.string() }),
  z.strictObject({
    kind: z.literal('failed'),
    startedAt: moment,
    finishedAt: moment,
    trouble: troubleDocument,
    exitCode: z.number().nullable(),
  }),
]);
const step = z.strictObject({ name: stepName, state: stepState });
true satisfies Same<z.infer<typeof step>, Step>;

const ending = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('succeeded') }),
  z.strictObject({ kind: z.literal('failed'), step: stepName.nullable(), trouble: troubleDocument }),
  z.strictObject({ kind: z.literal('cancelled'), by: userId, duringStep: stepName.nullable() }),
  z.strictObject({ kind: z.literal('rejected'), by: userId, reason: z.string().nullable() }),
  z.strictObject({ kind: z.literal('expired') }),
]);
true satisfies Same<z.infer<typeof ending>, Ending>;

const runState = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('preparing') }),
  z.strictObject({
    kind: z.literal('waiting'),
    expiresAt: moment.nullable(),
    reminder: z.enum(['none', 'approvers', 'backup-approvers']),
    remindAt: moment.nullable(),
    voided: list(z.string()),
  }),
  z.strictObject({
    kind: z.literal('queued'),
    since: moment,
    resume: z.strictObject({ startedAt: moment, token: z.number(), cancelling: userId.nullable() }).nullable(),
  }),
  z.strictObject({
    kind: z.literal('running'),
    startedAt: moment,
    worker: z.string(),
    token: z.number(),
    cancelling: userId.nullable(),
  }),
  z.strictObject({
    kind: z.literal('outcome-unknown'),
    startedAt: moment,
    token: z.number(),
    step: stepName,
    lastSeenAt: moment,
    trouble: troubleDocument,
    // Rows of earlier versions do not say it.
    cancelling: userId.nullable().default(null),
  }),
  z.strictObject({ kind: z.literal('ended'), ending, startedAt: moment.nullable(), endedAt: moment }),
]);
true satisfies Same<z.infer<typeof runState>, RunState>;

export const runDocument = z.strictObject({
  id: runId,
  environment: environmentId,
  purpose,
  requestedBy: userId,
  requestedAt: moment,
  channel: channelId,
  // Written only where there is one, so that a version that knows none reads every other run.
  emergency: emergency.nullable().default(null),
  plan: plan.nullable(),
  checklist,
  approvals: list(z.strictObject({ ...tick, receipt: sha256 })),
  steps: list(step),
  backup: backupDocument.nullable(),
  serviceStart: serviceStart.nullable().default(null),
  state: runState,
});
true satisfies Same<z.infer<typeof runDocument>, Run>;
