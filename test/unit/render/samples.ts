/** Runs, environments and reports as they occur, for the tests of what is drawn of them. */
import type { Backup } from '../../../src/domain/backup.ts';
import type { Environment } from '../../../src/domain/environment.ts';
import type { ChannelId, EnvironmentId, RunId, Sha256, UserId } from '../../../src/domain/ids.ts';
import type { BackupsReport, LossReport, StatusReport } from '../../../src/domain/inquiry.ts';
import type { Blocker } from '../../../src/domain/locks.ts';
import type { ChecklistRow, Readiness } from '../../../src/domain/readiness-types.ts';
import type { ResolveReport } from '../../../src/domain/resolve.ts';
import { type Plan, type Run, type RunState, type Step, stepsOf } from '../../../src/domain/run.ts';
import { trouble } from '../../../src/domain/trouble.ts';
import { type EpochMs, epochMs } from '../../../src/lib/time.ts';
import type { RunView } from '../../../src/render/run-view.ts';

export const ana = 'U01' as UserId;
export const ben = 'U02' as UserId;
export const cleo = 'U03' as UserId;
export const runId = 'r7f3k2mq' as RunId;
/** 2026-11-22 14:02 UTC, and `minutes` later. */
export const at = (minutes = 0): EpochMs => epochMs(Date.UTC(2026, 10, 22, 14, 2) + minutes * 60_000);
export const sha = (digit: string): Sha256 => digit.repeat(64) as Sha256;

export const names = [
  '20261101090000_add_user_preferences',
  '20261103101500_index_orders_by_day',
  '20261110120000_drop_legacy_flags',
];

export const production: Environment = {
  id: 'gold-factory/production' as EnvironmentId,
  project: 'gold-factory',
  name: 'production',
  channel: 'C0MIGRATIONS' as ChannelId,
  host: { kind: 'local' },
  directory: '/opt/gold-factory',
  exec: ['docker-compose', 'exec', '-T', 'backend'],
  prisma: ['npx', 'prisma'],
  database: { via: 'app', variable: 'DATABASE_URL', tools: [] },
  backup: { command: ['./scripts/backup.sh', '{env}', '{label}'], directory: 'backups/{env}', keep: 5, answers: [] },
  rollback: { command: ['./scripts/rollback.sh', '{env}', '{backup}'], answers: [] },
  service: { stop: null, start: null, health: null },
  driftEveryMs: null,
  limits: {
    stepMs: 1_800_000,
    lockTimeoutMs: 2_000,
    statementTimeoutMs: null,
    waiting: { sessions: 20, forMs: 5_000 },
  },
  policy: {
    protected: true,
    promotesFrom: 'gold-factory/staging' as EnvironmentId,
    rights: { read: 'members', request: [ana], approve: [ben, cleo], operate: [ben], destroy: [], emergency: [] },
    approvals: { required: 2, expireAfterMs: 14_400_000, remindAfterMs: 3_600_000, backup: [] },
    checklist: ['backup', 'review', 'staging', 'window', 'notify'],
    windows: [{ days: ['mon', 'tue'], from: '22:00', to: '02:00', zone: 'Europe/Berlin' }],
    announce: ['C0TEAM' as ChannelId],
    allow: [],
  },
};

export const staging: Environment = {
  ...production,
  id: 'gold-factory/staging' as EnvironmentId,
  name: 'staging',
  policy: { ...production.policy, protected: false, promotesFrom: null, approvals: null, checklist: [], windows: [] },
};

export const backup: Backup = {
  environment: production.id,
  run: runId,
  by: 'script',
  label: 'pre-migration',
  sha256: sha('b'),
  path: 'backups/production/20261122-pre-migration.sql.gz',
  bytes: 1_234_567_890,
  modifiedAt: at(),
  takenAt: at(),
  verification: { kind: 'verified', how: 'gzip' },
  history: [{ name: '20261001080000_init', checksum: sha('0') }],
};

export const plan: Plan = {
  receipt: sha('a'),
  pending: names.map((name, index) => ({ name, sha256: sha(String(index + 1)) })),
  history: [{ name: '20261001080000_init', checksum: sha('0'), finished: true, rolledBack: false }],
  preparedAt: at(),
  prismaVersion: '7.10.0',
  promotion: {
    from: staging.id,
    lookedAt: at(),
    proved: names.slice(0, 2),
    unproved: names.slice(2),
    trouble: null,
  },
  gates: [],
  review: null,
  warnings: [],
};

const untouched = { backup: null, review: null, window: null, notify: null };
const pendingSteps = (kind: Run['purpose']['kind']): readonly Step[] =>
  stepsOf[kind].map((name) => ({ name, state: { kind: 'pending' } }));

export const waiting: Extract<RunState, { kind: 'waiting' }> = {
  kind: 'waiting',
  expiresAt: at(240),
  reminder: 'none',
  remindAt: null,
  voided: [],
};

export const aRun = (changes: Partial<Run> = {}): Run => ({
  id: runId,
  environment: production.id,
  purpose: { kind: 'deploy' },
  requestedBy: ana,
  requestedAt: at(),
  channel: production.channel,
  emergency: null,
  serviceStart: null,
  plan,
  checklist: untouched,
  approvals: [],
  steps: pendingSteps(changes.purpose?.kind ?? 'deploy'),
  backup: null,
  state: waiting,
  ...changes,
});

const openRows: readonly ChecklistRow[] = [
  { item: 'backup', state: { kind: 'settled', how: 'taken when the run starts', by: null, at: null } },
  { item: 'review', state: { kind: 'open', need: 'somebody who may approve reads the SQL' } },
  { item: 'staging', state: { kind: 'open', need: `not yet on staging: ${names[2]}` } },
  { item: 'window', state: { kind: 'open', need: 'pick a time, or say that none is needed' } },
  { item: 'notify', state: { kind: 'open', need: 'announce it to the team' } },
];

const settledRows: readonly ChecklistRow[] = [
  { item: 'backup', state: { kind: 'settled', how: 'taken', by: ana, at: at(1) } },
  { item: 'review', state: { kind: 'settled', how: 'reviewed', by: ben, at: at(2) } },
  { item: 'staging', state: { kind: 'settled', how: 'the same files succeeded on staging', by: null, at: null } },
  { item: 'window', state: { kind: 'settled', how: 'picked', by: ana, at: at(3) } },
  { item: 'notify', state: { kind: 'settled', how: 'announced', by: ana, at: at(4) } },
];

export const unready: Readiness = {
  emergency: false,
  rows: openRows,
  approvals: { need: 2, have: 1, counted: [{ by: ben, at: at(5), receipt: plan.receipt }] },
  missing: [
    { kind: 'item', item: 'review' },
    { kind: 'item', item: 'staging' },
    { kind: 'approvals', have: 1, need: 2 },
    { kind: 'window', opensAt: at(480) },
  ],
  ready: false,
  startsAt: null,
};

export const approved: Readiness = {
  emergency: false,
  rows: settledRows,
  approvals: {
    need: 2,
    have: 2,
    counted: [
      { by: ben, at: at(5), receipt: plan.receipt },
      { by: cleo, at: at(6), receipt: plan.receipt },
    ],
  },
  missing: [],
  ready: true,
  startsAt: null,
};

export const noRules: Readiness = {
  emergency: false,
  rows: [],
  approvals: null,
  missing: [],
  ready: true,
  startsAt: null,
};

export const aView = (changes: Partial<RunView> & { run?: Run } = {}): RunView => ({
  run: aRun(),
  environment: production,
  readiness: unready,
  promotesTo: null,
  link: 'https://godwit.slack.com/archives/C0MIGRATIONS/p1',
  ...changes,
});

export const done = (name: Step['name'], summary: string): Step => ({
  name,
  state: { kind: 'done', startedAt: at(10), finishedAt: epochMs(at(10) + 34_000), summary, exitCode: 0 },
});

export const failure = trouble('migration-failed', 'Prisma stopped with an error in the second of three migrations.', [
  { label: 'Prisma', value: 'P3018' },
  { label: 'Migration', value: names[1] ?? '' },
  { label: 'Database', value: '42P01: relation "Orders" does not exist' },
]);

export const runningSteps: readonly Step[] = [
  done('preflight', 'all well'),
  done('backup', '1.2 GB'),
  done('verify-backup', 'gzip reads it to its end'),
  { name: 'deploy', state: { kind: 'running', startedAt: at(11), progress: '2 of 3', begun: true, memo: null } },
  { name: 'verify', state: { kind: 'pending' } },
  { name: 'health', state: { kind: 'skipped', why: 'no health command is configured' } },
  { name: 'notify', state: { kind: 'pending' } },
];

export const running: Extract<Run['state'], { kind: 'running' }> = {
  kind: 'running',
  startedAt: at(10),
  worker: 'w1',
  token: 1,
  cancelling: null,
};

/** The same, while the migration waits for somebody's lock. */
export const blockedBySteps = (...blockers: readonly Blocker[]): readonly Step[] =>
  runningSteps.map(({ name, state }) => ({ name, state: state.kind === 'running' ? { ...state, blockers } : state }));

export const failedSteps: readonly Step[] = runningSteps.map((step) =>
  step.name === 'deploy'
    ? {
        name: 'deploy',
        state: { kind: 'failed', startedAt: at(11), finishedAt: at(12), trouble: failure, exitCode: 1 },
      }
    : step,
);

export const doneSteps: readonly Step[] = stepsOf.deploy.map((name) => done(name, 'all well'));

export const restoreRun = (changes: Partial<Run> = {}): Run =>
  aRun({
    purpose: { kind: 'restore', backup, known: backup },
    plan: {
      ...plan,
      pending: [],
      history: [...plan.history, { name: names[0] ?? '', checksum: sha('1'), finished: true, rolledBack: false }],
    },
    ...changes,
  });

export const report: StatusReport = {
  lookedAt: at(),
  comparison: {
    applied: ['20261001080000_init', '20261002080000_orders'],
    pending: names,
    failed: [],
    edited: [],
    missing: [],
    outOfOrder: [],
  },
  newest: { name: '20261002080000_orders', finishedAt: at(-60) },
  prismaVersion: '7.10.0',
  hostLock: null,
  gates: [],
};

export const lossReport: LossReport = {
  lookedAt: at(),
  tables: [
    { name: 'Order', rows: 2_100_000, bytes: 1_200_000_000 },
    { name: 'Customer', rows: 48_000, bytes: 9_000_000 },
    { name: 'Country', rows: 1, bytes: 16_384 },
    { name: 'audit.Event', rows: null, bytes: 8_000_000 },
  ],
  leftOut: 0,
  bytes: 1_240_000_000,
  files: 4,
  push: null,
};

export const warnings: readonly string[] = [
  'You are about to drop the column `preferences` on the `User` table, which still contains 2 non-null values.',
];

export const backupsReport: BackupsReport = {
  lookedAt: at(),
  directory: 'backups/production',
  freeBytes: 48_000_000_000,
  applied: ['20261001080000_init', ...names],
  failed: [],
  backups: [
    {
      path: backup.path,
      bytes: backup.bytes,
      modifiedAt: backup.modifiedAt,
      run: runId,
      label: backup.label,
      verification: backup.verification,
      migrations: 1,
    },
    {
      path: 'backups/production/before-the-move.dump',
      bytes: 900_000_000,
      modifiedAt: at(-3000),
      run: null,
      label: null,
      verification: null,
      migrations: null,
    },
    {
      path: 'backups/production/half.dump',
      bytes: 12_000,
      modifiedAt: at(-200),
      run: 'r8h2half' as RunId,
      label: 'half',
      verification: { kind: 'broken', why: 'its end mark is missing' },
      migrations: 2,
    },
  ],
};

/** What is found of the first migration after it failed at its second statement, each committed at once. */
export const resolveReport: ResolveReport = {
  lookedAt: at(),
  migration: names[0] ?? '',
  standing: 'failed',
  found: { extent: 'some', present: 1, absent: 2, unknown: 0, file: sha('1') },
  statements: [
    { line: 1, sql: 'CREATE TABLE "Parcel" (id int PRIMARY KEY)', presence: 'present', why: 'it is there' },
    { line: 2, sql: 'UPDATE "Order" SET weight = 1', presence: 'absent', why: 'a statement before it did not run' },
    {
      line: 3,
      sql: 'CREATE INDEX CONCURRENTLY "Order_weight_idx" ON "Order" (weight)',
      presence: 'partly',
      why: 'its index is there and invalid: it was never finished',
    },
  ],
  leftOut: 0,
  notes: [],
  refused: { applied: null, rolledBack: null },
  completion: {
    sql: 'UPDATE "Order" SET weight = 1;',
    verdict: 'caution',
    findings: ['It writes every row (D05, caution)'],
  },
  undoing: { sql: 'DROP TABLE "Parcel";', verdict: 'risky', findings: [] },
  invalid: [{ schema: 'public', name: 'Order_weight_idx', table: 'Order', building: false }],
  dropped: null,
};

/** The same where the failed file left nothing, which is what one hopes for. */
export const nothingThere: ResolveReport = {
  ...resolveReport,
  found: { extent: 'none', present: 0, absent: 3, unknown: 0, file: sha('1') },
  statements: resolveReport.statements.map((one) => ({ ...one, presence: 'absent', why: 'it is not there' })),
  completion: null,
  undoing: null,
  invalid: [],
};
