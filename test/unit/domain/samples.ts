import type { Decision } from '../../../src/domain/decision.ts';
import type { Effect, Job } from '../../../src/domain/effect.ts';
import type { Environment } from '../../../src/domain/environment.ts';
import type { ChannelId, EnvironmentId, GroupId, RunId, Sha256, UserId } from '../../../src/domain/ids.ts';
import type { MessageSubject } from '../../../src/domain/message.ts';
import type { ApprovalPolicy, Policy, RecurringWindow } from '../../../src/domain/policy.ts';
import { peopleFrom } from '../../../src/domain/rights.ts';
import type { Plan, Run, RunState, Step, StepName } from '../../../src/domain/run.ts';
import { stepsOf } from '../../../src/domain/run.ts';
import type { Situation } from '../../../src/domain/situation.ts';
import { type Trouble, trouble } from '../../../src/domain/trouble.ts';
import { after, type EpochMs, epochMs } from '../../../src/lib/time.ts';
import { sampleRun } from '../../fakes/sample-runs.ts';

export const [ana, ben, cleo, dan, eve] = ['U01', 'U02', 'U03', 'U04', 'U05'] as [
  UserId,
  UserId,
  UserId,
  UserId,
  UserId,
];
export const [team, owners] = ['S01', 'S02'] as [GroupId, GroupId];
export const production = 'gold-factory/production' as EnvironmentId;
export const staging = 'gold-factory/staging' as EnvironmentId;
export const teamChannel = 'C02TEAM' as ChannelId;
/** A Sunday noon in UTC. */
export const noon = epochMs(Date.UTC(2026, 10, 22, 12));
export const minute = 60_000;
export const hour = 60 * minute;
export const later = (ms: number, from: EpochMs = noon): EpochMs => after(from, ms);

export const receipt = 'a'.repeat(64) as Sha256;
export const otherReceipt = 'b'.repeat(64) as Sha256;
/** What a card shows of a receipt. */
export const shown = (of: Sha256 = receipt): string => of.slice(0, 16);

export const approvals: ApprovalPolicy = {
  required: 2,
  expireAfterMs: 4 * hour,
  remindAfterMs: hour,
  backup: [eve],
};
export const weeknights: RecurringWindow = {
  days: ['mon', 'tue', 'wed', 'thu'],
  from: '22:00',
  to: '02:00',
  zone: 'UTC',
};

/** Production: ana and the team may ask; ben, cleo and the owners (cleo, dan) may approve; eve stands by. */
export const policy = (change: Partial<Policy> = {}): Policy => ({
  protected: true,
  promotesFrom: staging,
  rights: {
    read: 'members',
    request: [ana, ben],
    approve: [ben, owners],
    operate: [dan],
    destroy: [dan],
    emergency: [],
  },
  approvals,
  checklist: [],
  windows: [],
  announce: [teamChannel],
  allow: [],
  ...change,
});

export const environment = (change: Partial<Policy> = {}, id: EnvironmentId = production): Environment => ({
  id,
  project: 'gold-factory',
  name: id.slice(id.indexOf('/') + 1),
  channel: 'C01MIGRATIONS' as ChannelId,
  host: { kind: 'local' },
  directory: '/opt/gold-factory',
  exec: [],
  prisma: ['npx', 'prisma'],
  database: { via: 'app', variable: 'DATABASE_URL', tools: [] },
  backup: { command: null, directory: 'backups/{env}', keep: 5, answers: [] },
  rollback: null,
  service: { stop: null, start: null, health: null },
  driftEveryMs: null,
  limits: {
    stepMs: 30 * minute,
    lockTimeoutMs: 2_000,
    statementTimeoutMs: null,
    waiting: { sessions: 20, forMs: 5_000 },
  },
  policy: policy(change),
});

const members = (now: EpochMs) =>
  new Map([
    [owners, { members: [cleo, dan], fetchedAt: now }],
    [team, { members: [ana, ben], fetchedAt: now }],
  ]);

export const situation = (change: Partial<Situation> = {}): Situation => {
  const now = change.now ?? noon;
  return {
    environment: environment(),
    people: peopleFrom({
      groups: members(now),
      people: new Map([ana, ben, cleo, dan, eve].map((person) => [person, { fullMember: true }])),
      configured: new Map(),
      now,
    }),
    freeze: null,
    executing: null,
    now,
    ...change,
  };
};

/** The situation under other rules. */
export const under = (change: Partial<Policy>, rest: Partial<Situation> = {}): Situation =>
  situation({ environment: environment(change), ...rest });

export const plan = (change: Partial<Plan> = {}): Plan => ({
  receipt,
  pending: [{ name: '20261101_add_total', sha256: '1'.repeat(64) as Sha256 }],
  history: [],
  gates: [],
  preparedAt: noon,
  prismaVersion: '7.10.0',
  promotion: null,
  review: null,
  warnings: [],
  ...change,
});

export const waiting: Extract<RunState, { kind: 'waiting' }> = {
  kind: 'waiting',
  expiresAt: later(4 * hour),
  remindAt: later(hour),
  reminder: 'none',
  voided: [],
};
export const running: Extract<RunState, { kind: 'running' }> = {
  kind: 'running',
  startedAt: noon,
  worker: 'w1',
  token: 1,
  cancelling: null,
};
export const aTrouble: Trouble = trouble('migration-failed', 'It did not work.');
export const unknown: Extract<RunState, { kind: 'outcome-unknown' }> = {
  kind: 'outcome-unknown',
  startedAt: noon,
  token: 1,
  step: 'deploy',
  lastSeenAt: noon,
  trouble: aTrouble,
  cancelling: null,
};

/** A deploy that ana asked for and that waits, with the given parts replaced. */
export const waitingRun = (change: Partial<Run> = {}): Run =>
  sampleRun('r1', { requestedBy: ana, plan: plan(), state: waiting, ...change });

export const approvedBy = (...people: readonly UserId[]): Run['approvals'] =>
  people.map((by) => ({ by, at: noon, receipt }));

/** The steps of a deploy of which those before `present` are done and `present` runs. */
export function stepsAt(
  present: StepName,
  begun = false,
  kind: 'deploy' | 'backup' | 'restore' = 'deploy',
): readonly Step[] {
  const place = stepsOf[kind].indexOf(present);
  return stepsOf[kind].map((name, index): Step => {
    if (index > place) return { name, state: { kind: 'pending' } };
    const state: Step['state'] =
      index === place
        ? { kind: 'running', startedAt: noon, progress: null, begun, memo: null }
        : { kind: 'done', startedAt: noon, finishedAt: noon, summary: 'well', exitCode: 0 };
    return { name, state };
  });
}

/** A deploy that runs, in the given step. */
export const runningRun = (step: StepName, change: Partial<Run> = {}): Run =>
  waitingRun({ state: running, approvals: approvedBy(ben, cleo), steps: stepsAt(step), ...change });

/** One run in every state. */
export const oneOfEach = (): readonly Run[] => [
  waitingRun({ plan: null, state: { kind: 'preparing' } }),
  waitingRun(),
  waitingRun({ state: { kind: 'queued', since: noon, resume: null } }),
  waitingRun({ state: { kind: 'queued', since: noon, resume: { startedAt: noon, token: 1, cancelling: null } } }),
  runningRun('preflight'),
  runningRun('deploy', { steps: stepsAt('deploy', true) }),
  runningRun('health'),
  waitingRun({
    state: unknown,
    steps: stepsAt('deploy', true),
  }),
  waitingRun({ state: { kind: 'ended', ending: { kind: 'succeeded' }, startedAt: noon, endedAt: noon } }),
  waitingRun({ state: { kind: 'ended', ending: { kind: 'expired' }, startedAt: null, endedAt: noon } }),
];

type Proceeding = Extract<Decision, { kind: 'proceed' }>;

/** The decision, which must be to go on. */
export function proceeding(decision: Decision): Proceeding {
  if (decision.kind !== 'proceed') throw new Error(`decided to ${JSON.stringify(decision)}`);
  return decision;
}

/** The code with which it was refused; null where it was not. */
export const refusalOf = (decision: Decision): string | null =>
  decision.kind === 'refuse' ? decision.refusal.code : null;

export const jobsOf = (effects: readonly Effect[]): readonly Job['name'][] =>
  effects.flatMap((effect) => (effect.kind === 'enqueue' ? [effect.job.name] : []));

export const drawnOf = (effects: readonly Effect[]): readonly MessageSubject[] =>
  effects.flatMap((effect) => (effect.kind === 'draw' ? [effect.message] : []));

export const actionsOf = (effects: readonly Effect[]): readonly string[] =>
  effects.flatMap((effect) => (effect.kind === 'record' ? [effect.entry.action] : []));

/** Who is asked by direct message, with the reason. */
export const calledBy = (effects: readonly Effect[]): readonly string[] =>
  drawnOf(effects).flatMap((message) =>
    message.kind === 'approval-call' ? [`${message.person} ${message.reason}`] : [],
  );

/** Whose calls for approval are drawn anew. */
export const recalledBy = (effects: readonly Effect[]): readonly (UserId | 'everybody')[] =>
  effects.flatMap((effect) => (effect.kind === 'redraw-calls' ? [effect.person ?? 'everybody'] : []));

export const otherRun = 'r2' as RunId;
