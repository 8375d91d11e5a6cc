import type { Blocker } from '../domain/locks.ts';
import { formatDuration } from '../lib/duration.ts';
import type { MigrationTraffic, TargetSession } from '../ports/target.ts';
import { cancelThenTerminate } from './interrupt.ts';
import { type PileUp, pileUp } from './pile-up.ts';
import type { StepContext } from './step.ts';

/** What was seen from outside while a migration worked. */
export interface Watched {
  /** Whom it waited for last; empty where it never waited when somebody looked. */
  readonly blockers: readonly Blocker[];
  /** Why it was cancelled from here; null: it was not. */
  readonly cancelled: NonNullable<PileUp> | null;
  /** How many queries that cost the database. */
  readonly looks: number;
}

type WatchContext = Pick<StepContext, 'environment' | 'host' | 'targets' | 'now' | 'pause' | 'report'>;

/**
 * Watches the migration each second while `work` goes on: who it waits for is shown, and it is cancelled at the server
 * where too many wait behind it for too long. A watch that breaks is taken up again, and never harms the work.
 * `isOurs`: whoever holds Prisma's lock is this run; before that it is somebody else's migration, which is not cancelled.
 */
export async function watched<T>(
  context: WatchContext,
  work: Promise<T>,
  isOurs: () => boolean,
): Promise<{ value: T; watched: Watched }> {
  const watch = new Watch(context, isOurs);
  const watching = watch.until(
    work.then(
      () => undefined,
      () => undefined,
    ),
  );
  try {
    await work;
  } finally {
    await watching;
  }
  return { value: await work, watched: watch.seen };
}

const everyMs = 1_000;

class Watch {
  readonly #context: WatchContext;
  #seen: Watched = { blockers: [], cancelled: null, looks: 0 };
  #pileUp: PileUp = null;
  /** The pids, with commas between. */
  #waitsFor = '';
  #over = false;
  readonly #isOurs: () => boolean;

  constructor(context: WatchContext, isOurs: () => boolean) {
    this.#context = context;
    this.#isOurs = isOurs;
  }

  get seen(): Watched {
    return this.#seen;
  }

  async until(over: Promise<void>): Promise<void> {
    const told = over.then(() => {
      this.#over = true;
    });
    while (!this.#over) {
      await this.#session(told).catch(() => undefined); // the way to the database; the next second finds another
      if (!this.#over) await Promise.race([told, this.#context.pause(everyMs)]);
    }
  }

  async #session(told: Promise<void>): Promise<void> {
    const { targets, environment, host, pause } = this.#context;
    const opened = await targets.open(environment, host);
    if (opened.kind === 'trouble') return;
    await using session = opened.session;
    while (!this.#over) {
      await this.#look(session);
      await Promise.race([told, pause(everyMs)]);
    }
  }

  async #look(session: TargetSession): Promise<void> {
    const traffic = await this.#context.targets.traffic(session);
    this.#seen = { ...this.#seen, looks: this.#seen.looks + 1 };
    if (traffic === null || this.#over) return;
    await this.#show(traffic);
    if (this.#isOurs()) await this.#judge(session, traffic);
  }

  /** On the card, when it begins to wait, when it waits for others, and when it goes on. */
  async #show({ blockers }: MigrationTraffic): Promise<void> {
    const [first] = blockers;
    if (first !== undefined) this.#seen = { ...this.#seen, blockers };
    const pids = blockers.map(({ pid }) => pid).join();
    if (pids === this.#waitsFor) return;
    this.#waitsFor = pids;
    const words = first === undefined ? 'has its lock' : `waits for a lock of ${blockersWords(blockers)}`;
    await this.#context.report(words, blockers);
  }

  async #judge(session: TargetSession, { behind, migration }: MigrationTraffic): Promise<void> {
    const { environment, now, targets, pause } = this.#context;
    const next = pileUp(this.#pileUp, { behind, now: now() }, environment.limits.waiting);
    this.#pileUp = next.pileUp;
    if (!next.tooLong || next.pileUp === null || this.#seen.cancelled !== null) return;
    this.#seen = { ...this.#seen, cancelled: next.pileUp };
    await cancelThenTerminate({ targets, pause }, session, migration);
  }
}

/** The first of them, and how many there are besides; '' where there is none. */
export function blockersWords([first, ...more]: readonly Blocker[]): string {
  if (first === undefined) return '';
  return more.length === 0 ? blockerWords(first) : `${blockerWords(first)} and ${more.length} more`;
}

/** "pid 4711 (psql, app, idle in transaction for 3 min)" */
export function blockerWords({ pid, application, user, state, ageMs }: Blocker): string {
  if (pid === 0) return 'a prepared transaction';
  const age = ageMs === null ? '' : ` for ${formatDuration(Math.max(0, ageMs))}`;
  const known = [application, user, state === null ? null : `${state}${age}`].filter((one) => one !== null);
  return known.length === 0 ? `pid ${pid}` : `pid ${pid} (${known.join(', ')})`;
}
