import type { Backup } from '../domain/backup.ts';
import type { Environment } from '../domain/environment.ts';
import type { Gate } from '../domain/gates/gate.ts';
import type { RunId } from '../domain/ids.ts';
import type { HostLockOwner } from '../domain/inquiry.ts';
import type { Blocker } from '../domain/locks.ts';
import type { Plan, Run } from '../domain/run.ts';
import type { StepResult } from '../domain/step-result.ts';
import type { Trouble } from '../domain/trouble.ts';
import type { Secret } from '../lib/secret.ts';
import type { EpochMs } from '../lib/time.ts';
import type { Host, TaskCommand, TaskEnd } from '../ports/remote.ts';
import type { Targets, ToolSecrets } from '../ports/target.ts';
import type { Approved } from './approved.ts';

/**
 * What a step came to. Three endings leave the run's normal way: another receipt than the approved one, a gate, and
 * not knowing.
 */
export type StepOutcome =
  | StepResult
  | { readonly kind: 'receipt-changed'; readonly plan: Plan; readonly changes: readonly string[] }
  | { readonly kind: 'gate-closed'; readonly gates: readonly Gate[] }
  | { readonly kind: 'unknown'; readonly trouble: Trouble };

/** Detached work of a step, made only when it was not begun before. */
export interface TaskPlan {
  readonly commands: readonly TaskCommand[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly secrets?: Readonly<Record<string, Secret>>;
  /** What a later worker must know; handed back with the end. */
  readonly memo?: string;
}

/** How detached work ended, with what it printed. */
export interface TaskReport {
  readonly end: TaskEnd;
  readonly log: string;
  readonly memo: string | null;
}

/** The task of several that an earlier worker began, or was about to when it died; what it left for a later one. */
export interface BegunPart {
  readonly part: string;
  readonly memo: string | null;
}

export interface TaskOptions {
  /** Tells several tasks of one step apart; `[a-z0-9-]`. */
  readonly part?: string;
  /** Answers the script's questions; an unknown question ends it. */
  readonly answers?: readonly { readonly when: string; readonly say: string }[];
  /** Called with the log so far, to show progress; null keeps what the card shows. */
  readonly progressOf?: (log: string) => string | null;
}

/** What earlier steps leave for later ones while one worker has the run; empty again after a takeover. */
export interface Carried {
  /** What preflight compared with the approved plan, as the deploy must find it again right before Prisma. */
  approved: Approved | null;
}

/** What a step works with. */
export interface StepContext {
  readonly run: Run;
  readonly environment: Environment;
  readonly host: Host;
  readonly targets: Targets;
  readonly owner: HostLockOwner;
  readonly now: () => EpochMs;
  /** The backup of *Back up now*, where the row was settled by one. */
  readonly earlyBackup: Backup | null;
  /** Earlier backups of the environment that Godwit took, newest first. */
  readonly earlierBackups: readonly Backup[];
  /** Begins the step's detached work, or follows it where an earlier worker began it. */
  readonly runTask: (plan: () => Promise<TaskPlan>, options?: TaskOptions) => Promise<TaskReport>;
  /** Where an earlier worker was; null: at no task of the step, or at its only one. */
  readonly begunPart: BegunPart | null;
  /** Shown on the card. `blockers`: whom the migration waits for now; left out: as before. */
  readonly report: (progress: string, blockers?: readonly Blocker[]) => Promise<void>;
  /** The tools' connection, remembered for the run; the service is started for a moment where only the app knows it. */
  readonly toolSecrets: () => Promise<ToolSecrets>;
  /** Whether a run of this Godwit is over: its lock, left by a worker that died at the very end, may be taken. */
  readonly ownRunEnded: (run: RunId) => Promise<boolean>;
  /** The run as it is by now: somebody may have pressed *Cancel* since the step began. */
  readonly presentRun: () => Promise<Run>;
  readonly pause: (ms: number) => Promise<void>;
  readonly carried: Carried;
}

export type Step = (context: StepContext) => Promise<StepOutcome>;

/** A step that went well: one short phrase for the card. */
export const done = (summary: string, exitCode: number | null = null): StepOutcome => ({
  kind: 'done',
  summary,
  exitCode,
});

export const failed = (trouble: Trouble, exitCode: number | null = null): StepOutcome => ({
  kind: 'failed',
  trouble,
  exitCode,
});

/** A restore that came to nothing: the database is as it was, so the service may be started again. */
export const cameToNothing = (trouble: Trouble, exitCode: number | null = null): StepOutcome => ({
  kind: 'failed',
  trouble,
  exitCode,
  unchanged: true,
});
