import { z } from 'zod';
import type { EnvironmentReport, Finding, Inquiry, Question } from '../../domain/inquiry.ts';
import type { Comparison } from '../../domain/migration.ts';
import { backupFileDocument, verificationDocument } from './backup.ts';
import { downReportDocument, driftReportDocument } from './drift.ts';
import { gateDocument } from './gate.ts';
import { locksReportDocument, sessionActDocument } from './locks.ts';
import { resolutionDocument, resolveReportDocument } from './resolve.ts';
import { reviewDocument } from './review.ts';
import {
  channelId,
  environmentId,
  inquiryId,
  list,
  moment,
  object,
  runId,
  type Same,
  sha256,
  userId,
} from './scalars.ts';
import { troubleDocument } from './trouble.ts';

const question = z.discriminatedUnion('kind', [
  object({ kind: z.literal('status'), environment: environmentId }),
  object({ kind: z.literal('overview'), environments: list(environmentId) }),
  object({ kind: z.literal('backups'), environment: environmentId }),
  object({ kind: z.literal('plan'), environment: environmentId }),
  object({ kind: z.literal('drift'), environment: environmentId, scheduled: z.boolean() }),
  object({ kind: z.literal('down'), environment: environmentId, newest: z.number() }),
  object({ kind: z.literal('locks'), environment: environmentId }),
  object({
    kind: z.literal('resolve'),
    environment: environmentId,
    migration: z.string(),
    as: resolutionDocument,
  }),
  object({ kind: z.literal('losses'), environment: environmentId, command: z.enum(['reset', 'push']) }),
  object({ kind: z.literal('history'), environment: environmentId.nullable() }),
  object({ kind: z.literal('run'), run: runId }),
]);
true satisfies Same<z.infer<typeof question>, Question>;

const names = list(z.string());

const comparison = object({
  applied: names,
  pending: names,
  failed: names,
  edited: list(object({ name: z.string(), lineEndsOnly: z.boolean() })),
  missing: names,
  outOfOrder: names,
});
true satisfies Same<z.infer<typeof comparison>, Comparison>;

const hostLockOwner = object({ instance: z.string(), run: runId, token: z.number(), since: moment });

const statusReport = object({
  lookedAt: moment,
  comparison,
  newest: object({ name: z.string(), finishedAt: moment }).nullable(),
  prismaVersion: z.string().nullable(),
  hostLock: hostLockOwner.nullable(),
  gates: list(gateDocument),
});

const prismaWord = object({
  verdict: z.enum(['up-to-date', 'pending', 'failed', 'unreachable', 'unclear']),
  pending: names,
  failed: names,
  exitCode: z.number().nullable(),
  disagreements: names,
});

const environmentReport = z.discriminatedUnion('kind', [
  object({ kind: z.literal('seen'), environment: environmentId, report: statusReport }),
  object({ kind: z.literal('unseen'), environment: environmentId, trouble: troubleDocument }),
]);
true satisfies Same<z.infer<typeof environmentReport>, EnvironmentReport>;

const listedBackup = object({
  ...backupFileDocument.shape,
  run: runId.nullable(),
  label: z.string().nullable(),
  verification: verificationDocument.nullable(),
  migrations: z.number().nullable(),
});

const backupsReport = object({
  lookedAt: moment,
  directory: z.string(),
  backups: list(listedBackup),
  freeBytes: z.number(),
  applied: names.nullable(),
  newest: names.nullish(),
  /** Absent in answers of earlier versions. */
  failed: names.default([]),
});

const planReport = object({
  lookedAt: moment,
  pending: list(object({ name: z.string(), sha256 })),
  review: reviewDocument.nullable(),
  gates: list(gateDocument),
  prismaVersion: z.string().nullable(),
});

const pushForecast = z.discriminatedUnion('kind', [
  object({ kind: z.literal('in-sync') }),
  object({ kind: z.literal('possible'), warnings: names }),
  object({ kind: z.literal('impossible'), changes: names }),
]);

const lossReport = object({
  lookedAt: moment,
  tables: list(object({ name: z.string(), rows: z.number().nullable(), bytes: z.number() })),
  leftOut: z.number(),
  bytes: z.number(),
  files: z.number(),
  push: pushForecast.nullable(),
});

const findingDocument = z.discriminatedUnion('kind', [
  object({
    kind: z.literal('status'),
    report: environmentReport,
    prisma: z.union([prismaWord, troubleDocument]).nullable(),
  }),
  object({ kind: z.literal('overview'), reports: list(environmentReport) }),
  object({
    kind: z.literal('backups'),
    environment: environmentId,
    report: z.union([backupsReport, troubleDocument]),
  }),
  object({
    kind: z.literal('plan'),
    environment: environmentId,
    report: z.union([planReport, troubleDocument]),
  }),
  object({
    kind: z.literal('drift'),
    environment: environmentId,
    report: z.union([driftReportDocument, troubleDocument]),
  }),
  object({
    kind: z.literal('down'),
    environment: environmentId,
    report: z.union([downReportDocument, troubleDocument]),
  }),
  object({
    kind: z.literal('locks'),
    environment: environmentId,
    report: z.union([locksReportDocument, troubleDocument]),
    acts: list(sessionActDocument),
  }),
  object({
    kind: z.literal('resolve'),
    environment: environmentId,
    report: z.union([resolveReportDocument, troubleDocument]),
  }),
  object({
    kind: z.literal('losses'),
    environment: environmentId,
    command: z.enum(['reset', 'push']),
    report: z.union([lossReport, troubleDocument]),
  }),
]);
true satisfies Same<z.infer<typeof findingDocument>, Finding>;

export const inquiryDocument = object({
  id: inquiryId,
  question,
  askedBy: userId.nullable(),
  askedAt: moment,
  channel: channelId,
  answer: z.discriminatedUnion('kind', [
    object({ kind: z.literal('in-channel'), url: z.string() }),
    object({ kind: z.literal('posted') }),
    object({ kind: z.literal('privately'), url: z.string() }),
    object({ kind: z.literal('view'), viewId: z.string() }),
  ]),
  finding: findingDocument.nullable(),
  complete: z.boolean(),
});
true satisfies Same<z.infer<typeof inquiryDocument>, Inquiry>;
