import type { Backup } from '../domain/backup.ts';
import type { Decision, InquiryDecision } from '../domain/decision.ts';
import type { AuditEntry, Effect, Job } from '../domain/effect.ts';
import type { Freeze } from '../domain/freeze.ts';
import type { EnvironmentId, GroupId, InquiryId, RunId, Sha256, UserId } from '../domain/ids.ts';
import type { Finding, Inquiry } from '../domain/inquiry.ts';
import type { MessageSubject } from '../domain/message.ts';
import type { Refusal } from '../domain/refusal.ts';
import type { ReviewDetail } from '../domain/review-detail.ts';
import type { Run, StepName } from '../domain/run.ts';
import type { EpochMs } from '../lib/time.ts';
import type { MessageAddress } from './slack.ts';

export type { Decision };

/** What Slack said last about a group's members. */
export interface KnownGroup {
  readonly members: readonly UserId[];
  readonly fetchedAt: EpochMs;
}

/** What Slack said last about a person. */
export interface KnownPerson {
  readonly fullMember: boolean;
  readonly zone: string | null;
  readonly fetchedAt: EpochMs;
}

/** Everybody of whom Slack ever said something. */
export interface KnownPeople {
  readonly groups: ReadonlyMap<GroupId, KnownGroup>;
  readonly people: ReadonlyMap<UserId, KnownPerson>;
}

/** What a decision about one environment depends on, read in the transaction that commits it. */
export interface Surroundings extends KnownPeople {
  readonly freeze: Freeze | null;
  /** The open run (not ended) of this environment that changes its database, other than the one decided on. */
  readonly open: Run | null;
  /** That run, where only a newer version of Godwit can read it; `open` is null then. */
  readonly newer: RunId | null;
  /** A run other than the one decided on that is queued, running or of unknown outcome there. */
  readonly executing: RunId | null;
}

/** Marks a command or press, so that its redelivery acts once: trigger id or envelope id. Null: not from Slack. */
export type DeliveryKey = string | null;

export type Changed =
  | { readonly kind: 'changed'; readonly run: Run }
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  | { readonly kind: 'left' }
  | { readonly kind: 'missing' }
  /** The same delivery was acted on before. */
  | { readonly kind: 'repeated' };

export type InquiryChanged =
  | { readonly kind: 'changed'; readonly inquiry: Inquiry }
  | Exclude<Changed, { kind: 'changed' }>;

/** A row of the outbox: work that is committed and must be done once. */
export type OutboxWork =
  | { readonly kind: 'job'; readonly job: Job }
  | { readonly kind: 'draw'; readonly key: string; readonly urgency: 'post' | 'file' | 'result' | 'progress' };
export interface OutboxRow {
  readonly id: string;
  readonly work: OutboxWork;
}

/** A lasting message: what it is about, where it stands, and which version of it is wanted and shown. */
export interface MessageRow {
  readonly key: string;
  readonly subject: MessageSubject;
  readonly address: MessageAddress | null;
  readonly wanted: number;
  readonly shown: number;
  /** A post was begun whose answer was never seen. */
  readonly postingSince: EpochMs | null;
  /** Slack refused it for good; null while it may still be shown. */
  readonly refused: string | null;
}

export interface LogChunk {
  readonly step: StepName;
  /** Byte offset of the first byte within the step's log. */
  readonly offset: number;
  readonly bytes: Buffer;
}

/**
 * Godwit's own tables. Every method is one transaction. What a newer version wrote and this one cannot read is left out
 * of lists; asked for by its id, or changed, it throws `HeldByNewer`.
 */
export interface Store {
  /** Decides and inserts in one transaction; `refused` with `environment-busy` where another open run won the race. */
  readonly createRun: (
    environment: EnvironmentId,
    delivery: DeliveryKey,
    decide: (around: Surroundings) => Decision,
  ) => Promise<Changed>;
  /** Locks the run's row, decides, writes state and effects together, nudges the relay. */
  readonly changeRun: (
    id: RunId,
    delivery: DeliveryKey,
    decide: (run: Run, around: Surroundings) => Decision,
  ) => Promise<Changed>;
  readonly run: (id: RunId) => Promise<Run | null>;
  /** Newest first. */
  readonly runs: (filter: { environment: EnvironmentId | null; limit: number }) => Promise<readonly Run[]>;
  /** Runs that have not ended, of every environment, also of one that is not configured any more. */
  readonly openRuns: () => Promise<readonly Run[]>;
  /** Deploys that were done in an emergency and that nobody has reviewed, oldest first; null: of every environment. */
  readonly unreviewedRuns: (environment: EnvironmentId | null) => Promise<readonly Run[]>;
  readonly surroundings: (environment: EnvironmentId) => Promise<Surroundings>;
  /** Runs whose `wakeAt` has come. */
  readonly dueRuns: (now: EpochMs) => Promise<readonly RunId[]>;
  readonly nextWake: () => Promise<EpochMs | null>;
  /** Has a newer version look at a run that this one cannot read, as soon as it finds it due. */
  readonly leaveDue: (id: RunId, now: EpochMs) => Promise<void>;

  /** True while the run is still held with this token. Beats count by one clock, the store's: those of machines differ. */
  readonly beat: (id: RunId, token: number) => Promise<boolean>;
  /** Running runs whose last beat is longer ago than this. */
  readonly silentRuns: (silentForMs: number) => Promise<readonly { readonly run: RunId; readonly token: number }[]>;
  readonly appendLog: (id: RunId, chunk: LogChunk) => Promise<void>;
  /** Bytes stored so far of one step. */
  readonly logLength: (id: RunId, step: StepName) => Promise<number>;
  readonly logText: (id: RunId, step: StepName | null) => Promise<string>;

  readonly createInquiry: (
    inquiry: Inquiry,
    delivery: DeliveryKey,
    effects: readonly Effect[],
  ) => Promise<'created' | 'repeated'>;
  readonly answerInquiry: (
    id: InquiryId,
    answer: { finding: Finding; complete: boolean },
    effects: readonly Effect[],
  ) => Promise<void>;
  /** Locks the question's row, decides, writes answer and effects together. */
  readonly changeInquiry: (
    id: InquiryId,
    delivery: DeliveryKey,
    decide: (inquiry: Inquiry) => InquiryDecision,
  ) => Promise<InquiryChanged>;
  readonly inquiry: (id: InquiryId) => Promise<Inquiry | null>;
  /** Writes the question down where nobody looked there by schedule since `lookedBefore`; false where somebody did. */
  readonly beginDriftLook: (
    inquiry: Inquiry,
    at: { environment: EnvironmentId; lookedBefore: EpochMs },
    effects: readonly Effect[],
  ) => Promise<boolean>;
  /** The mark of what was told last by schedule; null: nothing yet. */
  readonly driftTold: (environment: EnvironmentId) => Promise<string | null>;
  readonly saveDriftTold: (environment: EnvironmentId, mark: string) => Promise<void>;

  readonly freezes: () => Promise<readonly Freeze[]>;
  readonly setFreeze: (
    freeze: Freeze,
    delivery: DeliveryKey,
    effects: readonly Effect[],
  ) => Promise<'set' | 'repeated'>;
  readonly liftFreeze: (
    environment: EnvironmentId,
    delivery: DeliveryKey,
    effects: readonly Effect[],
  ) => Promise<'lifted' | 'not-frozen' | 'repeated'>;

  /** Newest first. */
  readonly backups: (environment: EnvironmentId) => Promise<readonly Backup[]>;

  readonly saveSql: (texts: ReadonlyMap<Sha256, string>) => Promise<void>;
  readonly sql: (checksums: readonly Sha256[]) => Promise<ReadonlyMap<Sha256, string>>;
  /** Keeps what the reviewer said of every statement, in place of what it said before. */
  readonly saveReviewDetail: (about: RunId | InquiryId, detail: ReviewDetail, now: EpochMs) => Promise<void>;
  readonly reviewDetail: (about: RunId | InquiryId) => Promise<ReviewDetail | null>;

  readonly knownPeople: () => Promise<KnownPeople>;
  readonly knownPerson: (id: UserId) => Promise<KnownPerson | null>;
  readonly savePerson: (id: UserId, person: KnownPerson) => Promise<void>;
  readonly saveGroup: (id: GroupId, group: KnownGroup) => Promise<void>;

  readonly message: (key: string) => Promise<MessageRow | null>;
  /** Runs `draw` while nobody else draws this message, in any process: an older drawing must not end after a newer one. */
  readonly whileDrawing: (key: string, draw: () => Promise<void>) => Promise<void>;
  readonly postBegun: (key: string, at: EpochMs) => Promise<void>;
  readonly posted: (key: string, address: MessageAddress, version: number) => Promise<void>;
  readonly shown: (key: string, version: number) => Promise<void>;
  readonly postRefused: (key: string, error: string) => Promise<void>;
  /** Wants a message drawn again, as after an outage. */
  readonly redraw: (keys: readonly string[], urgency: 'result' | 'progress') => Promise<void>;
  /** Messages whose shown version is older than the wanted one. */
  readonly staleMessages: () => Promise<readonly string[]>;

  /** Hands out rows not yet given to the queue, and marks them; work of a kind that only a newer version knows is left. */
  readonly takeOutbox: (limit: number, now: EpochMs) => Promise<readonly OutboxRow[]>;
  /** What stands in the row of this id; null where there is none, any more or ever. */
  readonly outboxWork: (id: string) => Promise<OutboxWork | null>;
  /** The work of the row is done. */
  readonly finishOutbox: (id: string) => Promise<void>;
  /** Rows given to a queue before this moment whose work is not done, oldest first. */
  readonly givenOutbox: (givenBefore: EpochMs, limit: number) => Promise<readonly OutboxRow[]>;
  /** These rows were not taken by a queue, or lost by it: they are offered again, under other ids. */
  readonly returnOutbox: (ids: readonly string[]) => Promise<void>;
  /** Rows given to a queue that lost them are offered again. */
  readonly reofferOutbox: (givenBefore: EpochMs) => Promise<number>;
  /** Calls back after each commit that wrote an outbox row, in any process. */
  readonly onOutbox: (nudge: () => void) => Promise<AsyncDisposable>;

  /** Commits effects that belong to no row of their own. */
  readonly perform: (delivery: DeliveryKey, effects: readonly Effect[]) => Promise<'done' | 'repeated'>;
  /** Newest first, of one run, of several, or of everything. */
  readonly audit: (filter: { run: RunId | readonly RunId[] | null; limit: number }) => Promise<readonly AuditEntry[]>;
  /** This Godwit's own name on hosts' locks; made once. */
  readonly instance: () => Promise<string>;
  /** Whether the tables are those of this version. */
  readonly schemaState: () => Promise<
    | { readonly kind: 'current' }
    | { readonly kind: 'older'; readonly missing: readonly string[] }
    | { readonly kind: 'newer' }
  >;
}

/** Rows that nobody asks for any more. */
export interface OldRows {
  /**
   * Removes questions with their answers and marks of deliveries that are older than the one moment, and logs of ended
   * runs that were asked for before the other; answers with how many rows of each.
   */
  readonly sweep: (old: {
    readonly answersBefore: EpochMs;
    readonly logsBefore: EpochMs;
  }) => Promise<{ readonly inquiries: number; readonly deliveries: number; readonly logs: number }>;
}
