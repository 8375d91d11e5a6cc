import { formatDuration } from '../lib/duration.ts';
import type { Blocker, MigrationTraffic, TargetSession } from '../ports/target.ts';
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
 */
export async function watched<T>(context: WatchContext, work: Promise<T>): Promise<{ value: T; watched: Watched }> {
  const watch = new Watch(context);
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
  #waits = false;
  #over = false;

  constructor(context: WatchContext) {
    this.#context = context;
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
    await this.#judge(session, traffic);
  }

  /** On the card, once when it begins to wait and once when it goes on. */
  async #show({ blockers }: MigrationTraffic): Promise<void> {
    const waits = blockers.length > 0;
    if (waits) this.#seen = { ...this.#seen, blockers };
    if (waits === this.#waits) return;
    this.#waits = waits;
    const words = blockers.map(blockerWords);
    await this.#context.report(waits ? `waits for a lock of ${words[0]}${rest(words.length - 1)}` : 'has its lock');
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

const rest = (more: number): string => (more === 0 ? '' : ` and ${more} more`);

/** "pid 4711 (psql, app, idle in transaction for 3 min)" */
export function blockerWords({ pid, application, user, state, ageMs }: Blocker): string {
  if (pid === 0) return 'a prepared transaction';
  const age = ageMs === null ? '' : ` for ${formatDuration(Math.max(0, ageMs))}`;
  const known = [application, user, state === null ? null : `${state}${age}`].filter((one) => one !== null);
  return known.length === 0 ? `pid ${pid}` : `pid ${pid} (${known.join(', ')})`;
}
