import type { StepName } from '../../../src/domain/run.ts';

/** What is done to one part of the whole while a run stands at a step. */
export interface Fault {
  /** As the table says it. */
  readonly title: string;
  /** Nothing of the host or the database fails, so the run has to succeed, or to be unknown until somebody looks. */
  readonly beside: boolean;
  /** So long nobody can know of it: a worker counts as dead after its silence, a connection after its keepalives. */
  readonly unseenMs: number;
  /** Reasons that a failed run must not name, since they were not it. */
  readonly untrue?: readonly string[];
  /** Why it is not tried at this step; null where it is. */
  readonly leftOut: (step: StepName) => string | null;
}

/** Steps that begin nothing detached. A step that is not named here has something to kill, or its cell is wrong. */
export const onlyLooks: readonly StepName[] = [
  'preflight',
  'verify-backup',
  'create',
  'verify',
  'verify-restore',
  'health',
  'notify',
];
const writesNothing: readonly StepName[] = ['verify-backup', 'verify', 'verify-restore', 'health', 'notify'];

const everywhere = () => null;
const notAtNotify = (step: StepName) =>
  step === 'notify' ? 'this step asks neither the host nor its database anything' : null;
const whereSomethingIsBegun = (step: StepName) =>
  onlyLooks.includes(step) ? 'nothing detached runs in this step' : null;
const whereSomethingIsWritten = (step: StepName) =>
  writesNothing.includes(step) ? 'this step writes nothing on the host' : null;

/** Everything that is done to a run, by the name that `--fault` takes. */
export const faults = {
  worker: { title: 'worker killed (-9), another one started', beside: true, unseenMs: 18_000, leftOut: everywhere },
  app: { title: 'app killed (-9), another one started', beside: true, unseenMs: 0, leftOut: everywhere },
  both: { title: 'worker and app killed (-9)', beside: true, unseenMs: 18_000, leftOut: everywhere },
  redis: { title: 'Redis killed, back empty', beside: true, unseenMs: 0, leftOut: everywhere },
  postgres: { title: "Godwit's own PostgreSQL restarted at once", beside: true, unseenMs: 0, leftOut: everywhere },
  target: {
    title: "the target's PostgreSQL away for two seconds",
    beside: false,
    unseenMs: 0,
    untrue: ['migrations-unreadable', 'exec-failed', 'signalled'],
    leftOut: notAtNotify,
  },
  sshd: {
    title: 'sshd and its connections killed, back after a second',
    beside: true,
    unseenMs: 0,
    leftOut: everywhere,
  },
  'black-hole': {
    title: 'worker and host: no byte passes for five seconds',
    beside: true,
    unseenMs: 40_000,
    leftOut: everywhere,
  },
  script: {
    title: "the detached task's processes killed",
    beside: false,
    unseenMs: 0,
    untrue: ['exec-failed', 'disk-full'],
    leftOut: whereSomethingIsBegun,
  },
  slack: { title: 'Slack: 500, 429, reset, lost answers, then away', beside: true, unseenMs: 0, leftOut: everywhere },
  disk: {
    title: "the host's disk full for three seconds",
    beside: false,
    unseenMs: 0,
    untrue: ['exec-failed'],
    leftOut: whereSomethingIsWritten,
  },
  'clock-forward': { title: "the worker's clock jumps an hour ahead", beside: true, unseenMs: 0, leftOut: everywhere },
  'clock-back': { title: "the worker's clock jumps an hour back", beside: true, unseenMs: 0, leftOut: everywhere },
} as const satisfies Readonly<Record<string, Fault>>;

export type FaultName = keyof typeof faults;
export const faultNames = Object.keys(faults) as readonly FaultName[];
