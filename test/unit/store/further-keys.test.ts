import { describe, expect, it } from 'vitest';
import type { z } from 'zod';
import type { Inquiry } from '../../../src/domain/inquiry.ts';
import { inquiryDocument } from '../../../src/store/documents/inquiry.ts';
import { messageSubjectDocument } from '../../../src/store/documents/message.ts';
import { outboxWorkDocument } from '../../../src/store/documents/outbox.ts';
import { reviewDetailDocument } from '../../../src/store/documents/review.ts';
import { runDocument } from '../../../src/store/documents/run.ts';
import { downReport, driftReport } from '../../fakes/sample-drift.ts';
import { finding, review } from '../../fakes/sample-reviews.ts';
import { furthered } from '../../support/furthered.ts';
import { aBlocker, locksInquiry } from '../render/lock-samples.ts';
import {
  aRun,
  at,
  backup,
  backupsReport,
  ben,
  blockedBySteps,
  failedSteps,
  lossReport,
  names,
  plan,
  production,
  report,
  resolveReport,
  restoreRun,
  runId,
  running,
  sha,
} from '../render/samples.ts';

const environment = production.id;
const emergency = { by: ben, at: at(), reason: 'down', reviewed: { by: ben, at: at() }, reminders: 1 };
const deep = aRun({ plan: { ...plan, review: review([finding()]) }, emergency, backup, state: running });
const found = { extent: 'none', present: 0, absent: 1, unknown: 0, file: sha('3') } as const;
const resolving = { kind: 'resolve', migration: 'a', as: 'applied', found, reason: null } as const;
const answered = (found: Inquiry['finding']): Inquiry => ({ ...locksInquiry(), finding: found });
const statement = { line: 1, sql: 'SELECT 1', verdict: 'safe', locks: [], findings: [] };
const files = [{ name: names[0], sha256: sha('1'), verdict: 'safe', statements: [statement], leftOut: 0 }];

const documents: readonly (readonly [string, z.ZodType, unknown])[] = [
  ['a run at work', runDocument, { ...deep, steps: blockedBySteps(aBlocker()) }],
  ['a run that failed', runDocument, { ...deep, steps: failedSteps }],
  ['a restore', runDocument, { ...restoreRun(), emergency }],
  ['a resolve', runDocument, { ...aRun({ purpose: resolving }), emergency }],
  ['an answer about locks', inquiryDocument, locksInquiry()],
  [
    'a status',
    inquiryDocument,
    answered({ kind: 'status', report: { kind: 'seen', environment, report }, prisma: null }),
  ],
  ['a list of backups', inquiryDocument, answered({ kind: 'backups', environment, report: backupsReport })],
  ['a drift', inquiryDocument, answered({ kind: 'drift', environment, report: driftReport })],
  ['a migration down', inquiryDocument, answered({ kind: 'down', environment, report: downReport })],
  ['a resolve', inquiryDocument, answered({ kind: 'resolve', environment, report: resolveReport })],
  ['what is lost', inquiryDocument, answered({ kind: 'losses', environment, command: 'push', report: lossReport })],
  ['a message', messageSubjectDocument, { kind: 'outcome', run: runId }],
  ['a job', outboxWorkDocument, { kind: 'job', job: { name: 'execute-run', run: runId } }],
  ['a drawing', outboxWorkDocument, { kind: 'draw', key: 'k', urgency: 'post' }],
  ['a review', reviewDetailDocument, { mark: sha('2'), files }],
];

describe('what a newer version added', () => {
  it.each(documents)('stays at every level of %s', (_name, schema, document) => {
    const newer = furthered(document);
    expect(schema.parse(newer)).toEqual(newer);
  });
});
