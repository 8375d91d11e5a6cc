import { describe, expect, test } from 'vitest';
import type { AuditEntry } from '../../../src/domain/effect.ts';
import type { MigrationLock } from '../../../src/domain/gates/gate.ts';
import { closedGates } from '../../../src/domain/gates/menu.ts';
import type { ChannelId, EnvironmentId, InquiryId, RunId, UserId } from '../../../src/domain/ids.ts';
import type { PlanReport, PrismaWord, StatusReport } from '../../../src/domain/inquiry.ts';
import type { Moment } from '../../../src/domain/message.ts';
import type { Comparison } from '../../../src/domain/migration.ts';
import type { Right } from '../../../src/domain/policy.ts';
import type { ResolveReport } from '../../../src/domain/resolve.ts';
import type { Ending } from '../../../src/domain/run.ts';
import { type Trouble, trouble } from '../../../src/domain/trouble.ts';
import { announcement } from '../../../src/render/announcement.ts';
import { approvalCall } from '../../../src/render/approval-call.ts';
import { backups } from '../../../src/render/backups.ts';
import { cardUnreachable } from '../../../src/render/card-unreachable.ts';
import { chapters, commands } from '../../../src/render/commands.ts';
import { freezeLifted, freezeSet } from '../../../src/render/freeze-note.ts';
import { isLater, procedures } from '../../../src/render/guide.ts';
import { help } from '../../../src/render/help.ts';
import { history } from '../../../src/render/history.ts';
import type { Rendered } from '../../../src/render/limits.ts';
import { cardElsewhere, looking, withInviteHint } from '../../../src/render/looking.ts';
import { outcome } from '../../../src/render/outcome.ts';
import { overview } from '../../../src/render/overview.ts';
import { type PlanView, plan } from '../../../src/render/plan.ts';
import { resolve } from '../../../src/render/resolve.ts';
import { reviewCall } from '../../../src/render/review-call.ts';
import { runDetail } from '../../../src/render/run-detail.ts';
import { type StatusView, status } from '../../../src/render/status.ts';
import { finding, review as reviewOf } from '../../fakes/sample-reviews.ts';
import { messageProblems } from '../../support/block-kit.ts';
import { gateFacts } from '../domain/gates/facts.ts';
import {
  ana,
  plan as aPlan,
  approved,
  aRun,
  at,
  aView,
  backupsReport,
  ben,
  cleo,
  doneSteps,
  failedSteps,
  failure,
  names,
  nothingThere,
  production,
  report,
  resolveReport,
  runId,
  runningSteps,
  plan as samplePlan,
  sha,
  staging,
} from './samples.ts';

/** Asked for as rolled back. */
const resolved = ({ report: found = resolveReport }: { report?: ResolveReport | Trouble }): Rendered =>
  resolve({
    environment: production,
    inquiry: 'i1' as InquiryId,
    as: 'rolled-back',
    askedBy: ana,
    finding: { kind: 'resolve', environment: production.id, report: found },
  });

const reviewed = reviewOf(
  [
    finding({ file: names[1] ?? '', severity: 'risky', held: { fromMs: 3_000, toMs: 40_000 } }),
    finding({ file: names[1] ?? '', rule: 'L28', statement: 1, sentence: 'It waits without a limit.' }),
    finding({
      file: names[2] ?? '',
      rule: 'B01',
      tier: 'compat',
      severity: 'risky',
      sentence: 'Dropping it breaks running code.',
    }),
    finding({ file: names[2] ?? '', rule: 'D03', tier: 'data', severity: 'blocked', allowance: 'test rows' }),
  ],
  {
    files: names.map((name, place) => ({
      name,
      verdict: place === 0 ? 'safe' : 'risky',
      statements: 2,
      locks: place === 1 ? [{ table: 'Order', lock: 'Share', work: 'index-build' }] : [],
    })),
  },
);
const planView = (change: Partial<PlanReport>): PlanView => ({
  ...statusView(),
  inquiry: 'q1' as InquiryId,
  askedBy: ana,
  finding: {
    kind: 'plan',
    environment: production.id,
    report: { lookedAt: at(), pending: aPlan.pending, review: reviewed, gates: [], prismaVersion: '7.10.0', ...change },
  },
});

const unreachable = trouble('host-unreachable', 'db-1 does not answer on port 22');
const failed = aRun({
  steps: failedSteps,
  state: {
    kind: 'ended',
    ending: { kind: 'failed', step: 'deploy', trouble: failure },
    startedAt: at(10),
    endedAt: at(12),
  },
});
const succeeded = aRun({
  steps: doneSteps,
  state: { kind: 'ended', ending: { kind: 'succeeded' }, startedAt: at(10), endedAt: at(12) },
});
const unknown = aRun({
  steps: runningSteps,
  state: {
    kind: 'outcome-unknown',
    startedAt: at(10),
    token: 1,
    step: 'deploy',
    lastSeenAt: at(11),
    trouble: trouble('connection-lost', 'The host stopped answering'),
    cancelling: null,
  },
});
const cancelled = aRun({
  state: { kind: 'ended', ending: { kind: 'cancelled', by: ben, duringStep: null }, startedAt: null, endedAt: at(12) },
});
const asked = { person: cleo, reason: 'asked' } as const;
const given = [{ by: cleo, at: at(5), receipt: samplePlan.receipt }];
const endedBy = (ending: Ending) => aRun({ state: { kind: 'ended', ending, startedAt: null, endedAt: at(12) } });
const freeze = { environment: production.id, reason: 'release day', by: ben, since: at(), until: at(120) };

const agrees: PrismaWord = { verdict: 'pending', pending: names, failed: [], exitCode: 1, disagreements: [] };
const statusView = (changes: Partial<StatusView> = {}): StatusView => ({
  environment: production,
  newer: null,
  freeze: null,
  window: null,
  lastRun: null,
  unreviewed: [],
  open: null,
  finding: { kind: 'status', report: { kind: 'seen', environment: production.id, report }, prisma: null },
  complete: false,
  askedBy: ana,
  ...changes,
});
const seen = (changes: Partial<StatusReport>, prisma: PrismaWord | null = agrees): StatusView['finding'] => ({
  kind: 'status',
  report: { kind: 'seen', environment: production.id, report: { ...report, ...changes } },
  prisma,
});
const comparison: Comparison = {
  applied: ['20261001080000_init', '20261002080000_orders'],
  pending: names,
  failed: [names[0] ?? ''],
  edited: [
    { name: '20261001080000_init', lineEndsOnly: false },
    { name: '20261002080000_orders', lineEndsOnly: true },
  ],
  missing: ['20261003000000_gone'],
  outOfOrder: [names[0] ?? ''],
};
const lock: MigrationLock = {
  pid: 412,
  application: 'schema-engine',
  user: 'app',
  since: at(-3),
  state: 'active',
  run: null,
};
const troubled: Partial<StatusReport> = {
  comparison,
  hostLock: { instance: 'other', run: runId, token: 3, since: at(-30) },
  gates: closedGates(gateFacts({ comparison, lock })),
};

const emergency = {
  by: cleo,
  at: at(1),
  reason: 'orders cannot be paid since the last release',
  reviewed: null,
  reminders: 0,
};
const glassBroken = aRun({ emergency, state: succeeded.state });
const decided = (
  minutes: number,
  action: string,
  actor: UserId | null,
  detail: AuditEntry['detail'] = null,
): AuditEntry => ({
  at: at(minutes),
  actor,
  action,
  environment: production.id,
  run: runId,
  detail,
});
/** Newest first. */
const decisions: readonly AuditEntry[] = [
  decided(13, 'run.succeeded', null),
  decided(10, 'step.begun', null, { step: 'deploy', token: 1 }),
  decided(10, 'run.started', null, { worker: 'w1' }),
  decided(6, 'run.approved', cleo),
  decided(5, 'attempt.refused', 'U04' as UserId, { what: 'button run.approve', code: 'right-missing' }),
  decided(4, 'run.approved', ben),
  decided(0, 'deploy.requested', ana),
];
const moments: readonly Moment[] = ['requested', 'emergency', 'started', 'succeeded', 'failed', 'unknown', 'cancelled'];
const runAt: Readonly<Record<Moment, ReturnType<typeof aRun>>> = {
  requested: aRun(),
  emergency: aRun({ emergency }),
  started: aRun({ state: { kind: 'running', startedAt: at(10), worker: 'w', token: 1, cancelling: null } }),
  succeeded,
  failed,
  unknown,
  cancelled,
};

const messages: Readonly<Record<string, Rendered>> = {
  ...Object.fromEntries(
    moments.map((moment) => [`announcement: ${moment}`, announcement(aView({ run: runAt[moment] }), moment)]),
  ),
  'approval call': approvalCall(aView(), asked),
  'approval call: reminder': approvalCall(aView(), { ...asked, reason: 'reminder' }),
  'approval call: to the backup approvers': approvalCall(aView(), { ...asked, reason: 'backup' }),
  'approval call: not needed any more': approvalCall(aView({ readiness: approved }), asked),
  'approval call: given': approvalCall(aView({ run: aRun({ approvals: given }) }), asked),
  'approval call: rejected': approvalCall(aView({ run: endedBy({ kind: 'rejected', by: ben, reason: null }) }), asked),
  'approval call: cancelled': approvalCall(aView({ run: cancelled }), asked),
  'approval call: expired': approvalCall(aView({ run: endedBy({ kind: 'expired' }) }), asked),
  'review call': reviewCall(aView({ run: glassBroken })),
  'review call: done': reviewCall(
    aView({ run: aRun({ emergency: { ...emergency, reviewed: { by: ben, at: at(90) } }, state: succeeded.state }) }),
  ),
  'history: an emergency that nobody reviewed': history({
    environment: production.id,
    runs: [succeeded],
    unreviewed: [{ ...glassBroken, id: 'r0old' as RunId }],
    decisions,
    askedBy: ana,
  }),
  'status: an emergency that nobody reviewed': status(
    statusView({ finding: seen({}), complete: true, lastRun: glassBroken, unreviewed: [glassBroken] }),
  ),
  'outcome: succeeded': outcome(aView({ run: succeeded })),
  'outcome: failed': outcome(aView({ run: failed })),
  'outcome: unknown': outcome(aView({ run: unknown })),
  'status: first stroke': status(statusView()),
  'status: held by a newer version': status(
    statusView({
      finding: seen({ hostLock: { instance: 'own', run: runId, token: 3, since: at() } }),
      newer: runId,
      complete: true,
    }),
  ),
  'status: both strokes': status(statusView({ finding: seen({}), complete: true, lastRun: succeeded })),
  'status: up to date': status(
    statusView({
      finding: seen(
        { comparison: { ...report.comparison, pending: [] } },
        { ...agrees, verdict: 'up-to-date', pending: [], exitCode: 0 },
      ),
      complete: true,
      window: { open: false, opensAt: at(480) },
    }),
  ),
  'status: everything wrong at once': status(
    statusView({
      finding: seen(troubled, { ...agrees, disagreements: ['Prisma names 2 pending migrations, Godwit 3'] }),
      complete: true,
      freeze,
      window: { open: true, closesAt: at(60) },
      lastRun: failed,
    }),
  ),
  'status: its own run holds the lock': status(
    statusView({
      finding: seen({ hostLock: { instance: 'own', run: runId, token: 1, since: at(10) } }),
      complete: true,
      open: { run: runAt.started, link: 'https://godwit.slack.com/archives/C0MIGRATIONS/p1' },
    }),
  ),
  'status: host unreachable': status(
    statusView({
      finding: {
        kind: 'status',
        report: { kind: 'unseen', environment: production.id, trouble: unreachable },
        prisma: null,
      },
      complete: true,
    }),
  ),
  overview: overview({
    entries: [
      { ...statusView(), environment: staging, report: { kind: 'seen', environment: staging.id, report } },
      {
        ...statusView({ freeze, open: { run: aRun(), link: null } }),
        report: { kind: 'unseen', environment: production.id, trouble: unreachable },
      },
    ],
    askedBy: ana,
  }),
  backups: backups({ environment: production, report: backupsReport, askedBy: ana }),
  'backups: none': backups({ environment: production, report: { ...backupsReport, backups: [] }, askedBy: null }),
  'backups: host unreachable': backups({ environment: production, report: unreachable, askedBy: ana }),
  'resolve: a part is there': resolved({}),
  'resolve: nothing is there': resolved({ report: nothingThere }),
  'resolve: all is there, asked for the other end': resolved({
    report: { ...nothingThere, found: { ...nothingThere.found, extent: 'all', present: 3, absent: 0 } },
  }),
  'resolve: nobody can say': resolved({
    report: {
      ...nothingThere,
      found: { extent: 'unknown', present: 2, absent: 0, unknown: 1, file: sha('1') },
      notes: ['Its file was changed after it had failed'],
    },
  }),
  'resolve: the index was dropped': resolved({
    report: { ...nothingThere, dropped: { index: 'public.Order_weight_idx', by: ben, at: at(3), trouble: null } },
  }),
  'resolve: an index is being built': resolved({
    report: { ...resolveReport, invalid: resolveReport.invalid.map((one) => ({ ...one, building: true })) },
  }),
  'resolve: applied already': resolved({
    report: {
      ...nothingThere,
      standing: 'applied',
      refused: {
        applied: trouble('already-applied', 'x is applied.'),
        rolledBack: trouble('not-failed', 'x did not fail.'),
      },
    },
  }),
  'resolve: host unreachable': resolved({ report: trouble('host-unreachable', 'db-1 did not answer.') }),
  plan: plan(planView({ review: reviewed, gates: [] })),
  'plan: frozen, behind gates': plan({
    ...planView({ gates: closedGates(gateFacts({ comparison, lock })) }),
    freeze,
    askedBy: null,
  }),
  'plan: nothing is pending': plan(planView({ pending: [], review: null })),
  'plan: not reviewed': plan(planView({ review: { kind: 'not-reviewed', why: 'the files hold 9 MB' } })),
  'plan: without the database': plan(planView({ review: { ...reviewed, blind: 'reading it took longer than 2 s' } })),
  'plan: host unreachable': plan({
    ...planView({}),
    finding: { kind: 'plan', environment: production.id, report: unreachable },
  }),
  history: history({
    environment: production.id,
    runs: [succeeded, failed, cancelled, unknown],
    unreviewed: [],
    decisions: [],
    askedBy: ana,
  }),
  'history: of all, none yet': history({ environment: null, runs: [], unreviewed: [], decisions: [], askedBy: null }),
  'run detail: waiting': runDetail(aView(), ana),
  'run detail: who did what': runDetail(aView({ run: succeeded, readiness: approved }), ana, decisions),
  'run detail: failed': runDetail(aView({ run: failed }), null),
  'run detail: unknown': runDetail(aView({ run: unknown }), null),
  'help: everything': help({
    environments: [
      { id: staging.id, rights: ['read', 'request', 'operate'], allow: [] },
      { id: production.id, rights: ['read', 'request', 'operate'], allow: [] },
    ],
  }),
  'help: deploys to staging only': help({
    environments: [
      { id: staging.id, rights: ['read', 'request'], allow: [] },
      { id: production.id, rights: ['read'], allow: [] },
    ],
  }),
  'help: nothing configured': help({ environments: [] }),
  'freeze set': freezeSet(freeze),
  'freeze set without an end': freezeSet({ ...freeze, until: null }),
  'freeze lifted': freezeLifted(production.id, ben),
  'looking at one': looking({ kind: 'status', environment: production.id }, ana),
  'looking at all': looking({ kind: 'overview', environments: [staging.id, production.id] }, ana),
  'looking at past runs': looking({ kind: 'history', environment: null }, ana),
  'looking at one run': looking({ kind: 'run', run: runId }, ana),
  'card elsewhere': cardElsewhere(aRun({ channel: 'C0MIGRATIONS' as ChannelId }), null),
  'card unreachable': cardUnreachable(aRun(), 'not_in_channel'),
  'not in the channel': withInviteHint(freezeLifted('a/b' as EnvironmentId, ben)),
};

describe('messages', () => {
  test.each(Object.keys(messages))('%s', (name) => {
    const message = messages[name] ?? { text: '', blocks: [] };
    expect(messageProblems(message)).toEqual([]);
    expect(JSON.stringify(message, null, 2)).toMatchSnapshot();
  });
});

const drawn = (name: string): string => JSON.stringify(messages[name]);

describe('status', () => {
  test('says after the first stroke that another follows, and not after the second', () => {
    expect(drawn('status: first stroke')).toContain("Prisma's own word follows");
    expect(drawn('status: both strokes')).not.toContain("Prisma's own word follows");
  });

  test('offers no deploy while something failed, is frozen or is open', () => {
    expect(drawn('status: first stroke')).toContain('status.deploy');
    expect(drawn('status: everything wrong at once')).not.toContain('status.deploy');
    expect(drawn('status: its own run holds the lock')).not.toContain('status.deploy');
  });

  test('offers to break a lock only where no open run of this Godwit holds it', () => {
    expect(drawn('status: everything wrong at once')).toContain('lock.break');
    expect(drawn('status: its own run holds the lock')).not.toContain('lock.break');
  });
});

describe('help', () => {
  test('shows only what this person may do, and where', () => {
    expect(drawn('help: deploys to staging only')).toContain('`gold-factory/staging` only');
    expect(drawn('help: deploys to staging only')).not.toContain('freeze');
  });

  test('shows the deploy to who may ask for it in an emergency alone', () => {
    const rights: readonly Right[] = ['read', 'emergency'];
    const shown = JSON.stringify(help({ environments: [{ id: production.id, rights, allow: [] }] }));
    expect(shown).toContain('/migrate deploy');
    expect(shown).not.toContain('/migrate resolve');
  });

  test('leads to every procedure of the guide whose command is there, under a heading', () => {
    const rights: readonly Right[] = ['read', 'request', 'approve', 'operate', 'destroy', 'emergency'];
    const all = JSON.stringify(
      help({ environments: [{ id: production.id, rights, allow: ['dev', 'reset', 'push'] }] }),
    );
    const there = procedures.filter(({ command }) => !isLater(command));
    expect(there.filter(({ command }) => !all.includes(`/migrate ${command}`))).toEqual([]);
    const headings = new Set(commands.map(({ chapter }) => chapters[chapter]));
    expect([...headings].filter((heading) => !all.includes(`*${heading}*`))).toEqual([]);
  });
});
