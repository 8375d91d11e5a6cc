/**
 * A run is one change to one environment, from the request in Slack to its end.
 *
 *   preparing ──► waiting ──► queued ──► running ──► ended
 *       │            │          │          │  ▲
 *       │            │          │          ▼  │ looked again
 *       │            │          │     outcome-unknown ──► ended
 *       └────────────┴──────────┴──────────────────────► ended
 *
 * preparing        a worker reads files, history and checksums, from which the receipt is made
 * waiting          the card collects checklist and approvals; voided approvals bring it back here
 * queued           everything is settled; the next free worker claims it
 * running          one worker holds the claim and takes the steps one after the other
 * outcome-unknown  a remote command may or may not have finished; only looking decides
 * ended            succeeded, failed, cancelled, rejected or expired, for good
 */
import type { EpochMs } from '../lib/time.ts';
import type { Backup, BackupFile } from './backup.ts';
import type { WrittenMigration } from './drift.ts';
import type { Emergency } from './emergency-types.ts';
import type { Gate } from './gates/gate.ts';
import type { ChannelId, EnvironmentId, RunId, Sha256, UserId } from './ids.ts';
import type { Blocker } from './locks.ts';
import type { HistoryRow, MigrationFile } from './migration.ts';
import type { ResolvePurpose } from './resolve.ts';
import type { Review } from './review.ts';
import type { Trouble } from './trouble.ts';

// long: what a run is, in one place; its unions belong together, and most lines are types

export const stepNames = [
  'preflight',
  'backup',
  'verify-backup',
  'create',
  'reset',
  'push',
  'deploy',
  'verify',
  'stop',
  'safety-backup',
  'restore',
  'verify-restore',
  'start',
  'health',
  'notify',
  'resolve',
] as const;
export type StepName = (typeof stepNames)[number];

export type RunKind = Purpose['kind'];

/** What a run is to do, as it was asked for. */
export type Purpose =
  /** `wrote`: the file that Godwit wrote on the host for it. */
  | { readonly kind: 'deploy'; readonly wrote?: WrittenMigration | undefined }
  /** `label` is of `[a-z0-9-]`; `forRun` is the deploy whose checklist asked for it. */
  | { readonly kind: 'backup'; readonly label: string; readonly forRun: RunId | null }
  | { readonly kind: 'restore'; readonly backup: BackupFile; readonly known: Backup | null }
  | ResolvePurpose
  /** `name` is of `[a-z0-9_-]`: a file of that name is made from the schema, and applied; null: what is pending is. */
  | { readonly kind: 'dev'; readonly name: string | null }
  /** Everything in the database is dropped, and every file applied anew. */
  | { readonly kind: 'reset' }
  /** `warnings`: what Prisma says is lost, as the dialog listed it. `forceReset`: everything is dropped first. */
  | { readonly kind: 'push'; readonly warnings: readonly string[]; readonly forceReset: boolean };

/** The history as far as an approval depends on it. */
export type HistoryMark = Pick<HistoryRow, 'name' | 'checksum'> & {
  readonly finished: boolean;
  readonly rolledBack: boolean;
};

/** Whether the very same files succeeded on the environment that this one promotes from. */
export interface Promotion {
  readonly from: EnvironmentId;
  readonly lookedAt: EpochMs;
  readonly proved: readonly string[];
  readonly unproved: readonly string[];
  /** Why it could not be looked at; null when it could. */
  readonly trouble: Trouble | null;
}

/** What preparing found, and the receipt that approvals are for. */
export interface Plan {
  readonly receipt: Sha256;
  readonly pending: readonly Pick<MigrationFile, 'name' | 'sha256'>[];
  readonly history: readonly HistoryMark[];
  readonly preparedAt: EpochMs;
  readonly prismaVersion: string | null;
  readonly promotion: Promotion | null;
  /** What stood closed when it was prepared, the one that holds most first. */
  readonly gates: readonly Gate[];
  /** What the reviewer says of the pending files; null where nothing is pending, or nobody reviewed. */
  readonly review: Review | null;
  /** Things that do not stop the run but that people should know: one sentence each. */
  readonly warnings: readonly string[];
}

export interface Approval {
  readonly by: UserId;
  readonly at: EpochMs;
  readonly receipt: Sha256;
}

/** When the run may start: whenever it is ready, or from a picked moment for a length of time. */
export type PickedWindow =
  | { readonly kind: 'not-needed'; readonly by: UserId; readonly at: EpochMs }
  | {
      readonly kind: 'picked';
      readonly by: UserId;
      readonly at: EpochMs;
      readonly opensAt: EpochMs;
      readonly closesAt: EpochMs;
    };

/** Who settled a row of the checklist, and when. */
export interface Tick {
  readonly by: UserId;
  readonly at: EpochMs;
}

/** The rows of the checklist as far as people or other runs settled them. */
export interface Checklist {
  /** The run of *Back up now*, while it goes on and afterwards. */
  readonly backup: { readonly run: RunId; readonly takenAt: EpochMs | null; readonly by: UserId } | null;
  readonly review: (Tick & { readonly receipt: Sha256 }) | null;
  readonly window: PickedWindow | null;
  readonly notify: Tick | null;
}

export type StepState =
  | { readonly kind: 'pending' }
  | {
      readonly kind: 'running';
      readonly startedAt: EpochMs;
      readonly progress: string | null;
      /**
       * True from before its detached task was begun: from then on it is only followed or looked at, and begun anew only
       * where the host proves that it never began.
       */
      readonly begun: boolean;
      /** What a later worker must know to take the step up; JSON of the step's own. */
      readonly memo: string | null;
      /** Whom its migration waits for, or waited for in vain before the next try. */
      readonly blockers?: readonly Blocker[] | undefined;
    }
  | {
      readonly kind: 'done';
      readonly startedAt: EpochMs;
      readonly finishedAt: EpochMs;
      readonly summary: string;
      readonly exitCode: number | null;
    }
  | { readonly kind: 'skipped'; readonly why: string }
  | {
      readonly kind: 'failed';
      readonly startedAt: EpochMs;
      readonly finishedAt: EpochMs;
      readonly trouble: Trouble;
      readonly exitCode: number | null;
    };

export interface Step {
  readonly name: StepName;
  readonly state: StepState;
}

export type Ending =
  | { readonly kind: 'succeeded' }
  | { readonly kind: 'failed'; readonly step: StepName | null; readonly trouble: Trouble }
  | { readonly kind: 'cancelled'; readonly by: UserId; readonly duringStep: StepName | null }
  | { readonly kind: 'rejected'; readonly by: UserId; readonly reason: string | null }
  | { readonly kind: 'expired' };

export type RunState =
  | { readonly kind: 'preparing' }
  | {
      readonly kind: 'waiting';
      /** Null once approvals are complete, and where none are needed. */
      readonly expiresAt: EpochMs | null;
      readonly reminder: 'none' | 'approvers' | 'backup-approvers';
      readonly remindAt: EpochMs | null;
      /** Why earlier approvals do not count any more: what changed, one sentence each. */
      readonly voided: readonly string[];
    }
  | {
      readonly kind: 'queued';
      readonly since: EpochMs;
      /** The run had begun before: its worker fell silent, or its outcome is looked at again. */
      readonly resume: {
        readonly startedAt: EpochMs;
        readonly token: number;
        readonly cancelling: UserId | null;
      } | null;
    }
  | {
      readonly kind: 'running';
      readonly startedAt: EpochMs;
      readonly worker: string;
      /** Grows with every claim; the host's lock refuses older ones. */
      readonly token: number;
      /** Who pressed *Cancel* while it ran. */
      readonly cancelling: UserId | null;
    }
  | {
      readonly kind: 'outcome-unknown';
      readonly startedAt: EpochMs;
      readonly token: number;
      readonly step: StepName;
      readonly lastSeenAt: EpochMs;
      readonly trouble: Trouble;
      /** Who had pressed *Cancel* before: what a later look finds is judged by it. */
      readonly cancelling: UserId | null;
    }
  | { readonly kind: 'ended'; readonly ending: Ending; readonly startedAt: EpochMs | null; readonly endedAt: EpochMs };

/** Somebody had the service started that a failed restore left stopped. */
export interface ServiceStart extends Tick {
  /** Null: a worker has it in hand. */
  readonly end: { readonly kind: 'started' } | { readonly kind: 'not-started'; readonly why: string } | null;
}

/** A run with everything that is known of it. */
export interface Run {
  readonly id: RunId;
  readonly environment: EnvironmentId;
  readonly purpose: Purpose;
  readonly requestedBy: UserId;
  readonly requestedAt: EpochMs;
  /** Where its card stands. */
  readonly channel: ChannelId;
  /** Null: it waits for everything that the rules ask for. */
  readonly emergency: Emergency | null;
  readonly plan: Plan | null;
  readonly checklist: Checklist;
  /** One a person, oldest first. */
  readonly approvals: readonly Approval[];
  readonly steps: readonly Step[];
  /** The backup that this run made. */
  readonly backup: Backup | null;
  /** Null: nobody did so from the card. */
  readonly serviceStart: ServiceStart | null;
  readonly state: RunState;
}

/** The steps of each kind of run, in order. */
export const stepsOf: Readonly<Record<RunKind, readonly StepName[]>> = {
  deploy: ['preflight', 'backup', 'verify-backup', 'deploy', 'verify', 'health', 'notify'],
  backup: ['preflight', 'backup', 'verify-backup'],
  restore: ['preflight', 'stop', 'safety-backup', 'restore', 'verify-restore', 'start', 'health', 'notify'],
  resolve: ['preflight', 'resolve', 'notify'],
  dev: ['preflight', 'backup', 'verify-backup', 'create', 'deploy', 'verify', 'health', 'notify'],
  reset: ['preflight', 'backup', 'verify-backup', 'reset', 'health', 'notify'],
  push: ['preflight', 'backup', 'verify-backup', 'push', 'health', 'notify'],
};

/** A backup leaves the database as it is: it may stand beside another open request. */
export const changesDatabase = (kind: RunKind): boolean => kind !== 'backup';

/** Pending migrations are applied: what concerns files, checklist and review is the same for both. */
export const appliesFiles = (kind: RunKind): boolean => kind === 'deploy' || kind === 'dev';

/** Steps after which the database is as it was, and the service untouched: a run may stop there. */
export const changesNothing = (step: StepName): boolean =>
  ['preflight', 'backup', 'verify-backup', 'create'].includes(step);

/** The step that is in hand or comes next; null: all are over. */
export const nextStep = ({ steps }: Pick<Run, 'steps'>): StepName | null =>
  steps.find(({ state }) => state.kind === 'pending' || state.kind === 'running')?.name ?? null;

/** Where a run may be cancelled: later steps are always taken, since what was changed must be proved, and a service started. */
export const mayStopAt = (step: StepName): boolean => step === 'deploy' || changesNothing(step);

/** Whether somebody pressed *Cancel* on a run that a worker has in hand. */
export const isCancelled = ({ state }: Pick<Run, 'state'>): boolean =>
  state.kind === 'running' && state.cancelling !== null;
