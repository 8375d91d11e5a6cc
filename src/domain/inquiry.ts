import type { EpochMs } from '../lib/time.ts';
import type { BackupFile, Verification } from './backup.ts';
import type { DownReport, DriftReport } from './drift.ts';
import type { Gate } from './gates/gate.ts';
import type { ChannelId, EnvironmentId, InquiryId, RunId, UserId } from './ids.ts';
import type { LocksReport, SessionAct } from './locks.ts';
import type { Comparison } from './migration.ts';
import type { Resolution, ResolveReport } from './resolve.ts';
import type { Review } from './review.ts';
import type { Plan } from './run.ts';
import type { Trouble } from './trouble.ts';

/** What was asked. `history` and `run` are answered from Godwit's own rows, the others by a worker that looks at hosts. */
export type Question =
  | { readonly kind: 'status'; readonly environment: EnvironmentId }
  | { readonly kind: 'overview'; readonly environments: readonly EnvironmentId[] }
  | { readonly kind: 'backups'; readonly environment: EnvironmentId }
  | { readonly kind: 'plan'; readonly environment: EnvironmentId }
  /** `scheduled`: nobody asked; it is told only where it differs from what was told last. */
  | { readonly kind: 'drift'; readonly environment: EnvironmentId; readonly scheduled: boolean }
  /** What takes back the `newest` so many applied migrations. */
  | { readonly kind: 'down'; readonly environment: EnvironmentId; readonly newest: number }
  | { readonly kind: 'locks'; readonly environment: EnvironmentId }
  /** `migration` as it was typed; a part that fits one name alone is enough. */
  | {
      readonly kind: 'resolve';
      readonly environment: EnvironmentId;
      readonly migration: string;
      readonly as: Resolution;
    }
  /** What `reset` or `push` would destroy: for the dialog that asks whether that is meant. */
  | { readonly kind: 'losses'; readonly environment: EnvironmentId; readonly command: 'reset' | 'push' }
  /** `environment` null: of all. */
  | { readonly kind: 'history'; readonly environment: EnvironmentId | null }
  | { readonly kind: 'run'; readonly run: RunId };

/** Who holds the host's lock directory. */
export interface HostLockOwner {
  readonly instance: string;
  readonly run: RunId;
  readonly token: number;
  readonly since: EpochMs;
}

/** What Godwit's own probe saw. */
export interface StatusReport {
  readonly lookedAt: EpochMs;
  readonly comparison: Comparison;
  /** The newest applied migration and when. */
  readonly newest: { readonly name: string; readonly finishedAt: EpochMs } | null;
  readonly prismaVersion: string | null;
  readonly hostLock: HostLockOwner | null;
  /** What stands closed before a deploy, the one that holds most first; drift follows with Prisma's own word. */
  readonly gates: readonly Gate[];
}

/** What `prisma migrate status` itself said. */
export interface PrismaWord {
  readonly verdict: 'up-to-date' | 'pending' | 'failed' | 'unreachable' | 'unclear';
  readonly pending: readonly string[];
  readonly failed: readonly string[];
  readonly exitCode: number | null;
  /** How this differs from what the probe saw: one sentence each. */
  readonly disagreements: readonly string[];
}

export type EnvironmentReport =
  | { readonly kind: 'seen'; readonly environment: EnvironmentId; readonly report: StatusReport }
  | { readonly kind: 'unseen'; readonly environment: EnvironmentId; readonly trouble: Trouble };

export interface ListedBackup extends BackupFile {
  /** Null: a file that Godwit did not take; its history is unknown. */
  readonly run: RunId | null;
  readonly label: string | null;
  readonly verification: Verification | null;
  readonly migrations: number | null;
}

export interface BackupsReport {
  readonly lookedAt: EpochMs;
  readonly directory: string;
  readonly backups: readonly ListedBackup[];
  readonly freeBytes: number;
  /** Names of the migrations that are applied now; null where the database could not be looked at. */
  readonly applied: readonly string[] | null;
  /** The same, the one that ended last first; absent in answers from before. */
  readonly newest?: readonly string[] | null | undefined;
  /** Those that failed and that nobody has resolved. */
  readonly failed: readonly string[];
}

/** What a deploy would do now. */
export interface PlanReport {
  readonly lookedAt: EpochMs;
  readonly pending: Plan['pending'];
  /** Null where nothing is pending. */
  readonly review: Review | null;
  /** Closed ones. */
  readonly gates: readonly Gate[];
  readonly prismaVersion: string | null;
}

/** One table with what stands in it; `rows` as the server estimates it, null where it does not and the table is large. */
export interface TableLoss {
  readonly name: string;
  readonly rows: number | null;
  readonly bytes: number;
}

/** What `prisma db push` says of the schema without changing anything. */
export type PushForecast =
  | { readonly kind: 'in-sync' }
  /** What would be lost, in Prisma's own words; empty where it foresees no loss. */
  | { readonly kind: 'possible'; readonly warnings: readonly string[] }
  /** Changes that the present rows do not allow: only dropping everything first would make them possible. */
  | { readonly kind: 'impossible'; readonly changes: readonly string[] };

export interface LossReport {
  readonly lookedAt: EpochMs;
  /** Of every schema, largest first. */
  readonly tables: readonly TableLoss[];
  /** Tables beyond those listed. */
  readonly leftOut: number;
  /** Of the whole database. */
  readonly bytes: number;
  /** How many files a reset would apply. */
  readonly files: number;
  /** Null for a reset. */
  readonly push: PushForecast | null;
}

/** What was found so far. `status` comes in two strokes: `prisma` is null after the first. */
export type Finding =
  | { readonly kind: 'status'; readonly report: EnvironmentReport; readonly prisma: PrismaWord | Trouble | null }
  | { readonly kind: 'overview'; readonly reports: readonly EnvironmentReport[] }
  | { readonly kind: 'backups'; readonly environment: EnvironmentId; readonly report: BackupsReport | Trouble }
  | { readonly kind: 'plan'; readonly environment: EnvironmentId; readonly report: PlanReport | Trouble }
  | { readonly kind: 'drift'; readonly environment: EnvironmentId; readonly report: DriftReport | Trouble }
  | { readonly kind: 'down'; readonly environment: EnvironmentId; readonly report: DownReport | Trouble }
  | {
      readonly kind: 'locks';
      readonly environment: EnvironmentId;
      readonly report: LocksReport | Trouble;
      /** What people had done to sessions from this answer, oldest first. */
      readonly acts: readonly SessionAct[];
    }
  | { readonly kind: 'resolve'; readonly environment: EnvironmentId; readonly report: ResolveReport | Trouble }
  | {
      readonly kind: 'losses';
      readonly environment: EnvironmentId;
      readonly command: 'reset' | 'push';
      readonly report: LossReport | Trouble;
    };

/** Where the answer goes. `url` is the command's own address, good for 30 minutes. */
export type AnswerPlace =
  /** As a message that all see; where Godwit is not in the channel, once and complete through `url`. */
  | { readonly kind: 'in-channel'; readonly url: string }
  /** As a message that all see, in the environment's own channel: not asked for by a command. */
  | { readonly kind: 'posted' }
  /** To the asker alone, once and complete. */
  | { readonly kind: 'privately'; readonly url: string }
  /** Into a modal that is open already. */
  | { readonly kind: 'view'; readonly viewId: string };

export interface Inquiry {
  readonly id: InquiryId;
  readonly question: Question;
  /** Null: Godwit by itself. */
  readonly askedBy: UserId | null;
  readonly askedAt: EpochMs;
  readonly channel: ChannelId;
  readonly answer: AnswerPlace;
  readonly finding: Finding | null;
  readonly complete: boolean;
}
