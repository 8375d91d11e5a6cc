import type { Environment } from '../domain/environment.ts';
import type { Pooler } from '../domain/gates/gate.ts';
import type { Log } from '../ports/log.ts';
import type { Host, HostGlance } from '../ports/remote.ts';
import type { Looked, LookedAtLocks, Opened, PrismaProject, TargetSession } from '../ports/target.ts';
import { type Kept, type KeptLimits, keptReaders } from './kept-readers.ts';
import { readLocks } from './locks/read-locks.ts';
import type { Reader } from './opening.ts';
import { readStanding } from './standing.ts';

export interface LooksDeps {
  readonly log: Log;
  readonly limits: KeptLimits;
  readonly now: () => number;
  /** Opens a reader that stays. */
  readonly open: (environment: Environment, host: Host) => Promise<Opened<Reader>>;
}

/** So long a kept reader may take; then a new one is opened. */
const answerMs = 10_000;

export interface Looks extends AsyncDisposable {
  readonly look: (environment: Environment, host: Host, glance: Promise<HostGlance>) => Promise<Looked>;
  readonly lookAtLocks: (environment: Environment, host: Host, glance: Promise<HostGlance>) => Promise<LookedAtLocks>;
}

/** What is asked of a reader's session; one round trip. */
type Ask<Answer> = (session: TargetSession) => Promise<Answer>;

interface Seen<Answer> {
  readonly kind: 'seen';
  readonly project: PrismaProject;
  readonly pooler: Pooler | null;
  readonly answer: Answer;
}

type Asked<Answer> = Seen<Answer> | Extract<Looked, { kind: 'trouble' }>;

interface Where {
  readonly environment: Environment;
  readonly host: Host;
  readonly glance: Promise<HostGlance>;
}

/**
 * Looks that leave their reader open for the next one. A kept reader answers only on the ground on which it was opened
 * and while nobody works on the environment, never through a pooler; whatever breaks or differs, a new reader says what is true.
 * long: its ways share the readers that are kept.
 */
export function createLooks({ log, limits, now, open }: LooksDeps): Looks {
  const readers = keptReaders(limits, now);

  const again = async <Answer>(kept: Kept, glance: Promise<HostGlance>, ask: Ask<Answer>) => {
    const answer = await inTime(answerOf(kept, glance, ask));
    if (answer === null) readers.close(kept.reader);
    else readers.put(kept);
    return answer;
  };
  const anew = async <Answer>({ environment, host, glance }: Where, ask: Ask<Answer>): Promise<Asked<Answer>> => {
    const { ground, owner } = await glance;
    const openedAt = now();
    const opened = await open(environment, host);
    if (opened.kind === 'trouble') return { kind: 'trouble', trouble: opened.trouble };
    const reader = opened.session;
    let keeps = false;
    try {
      const pooler = await reader.session.pooler();
      const answer = await ask(reader.session);
      keeps = ground !== null && owner === null && pooler === null;
      if (keeps && ground !== null) readers.put({ environment, reader, ground, openedAt });
      return { kind: 'seen', project: reader.session.project, pooler, answer };
    } finally {
      if (!keeps) await reader.session[Symbol.asyncDispose]();
    }
  };
  const lookFor = async <Answer>(where: Where, ask: Ask<Answer>): Promise<Asked<Answer>> => {
    const { environment, glance } = where;
    const kept = readers.take(environment);
    const answer = kept === null ? null : await again(kept, glance, ask);
    const looked = answer ?? (await anew(where, ask));
    const outcome = looked.kind === 'seen' ? 'seen' : looked.trouble.code;
    log.debug({ environment: environment.id, outcome, kept: answer !== null }, 'looked at a target');
    return looked;
  };

  return {
    look: async (environment, host, glance) => {
      const looked = await lookFor({ environment, host, glance }, readStanding);
      if (looked.kind === 'trouble') return looked;
      const { project, pooler, answer } = looked;
      return { kind: 'seen', project, history: answer.history, lockHolder: answer.holder, pooler };
    },
    lookAtLocks: async (environment, host, glance) => {
      const looked = await lookFor({ environment, host, glance }, readLocks);
      return looked.kind === 'trouble' ? looked : { kind: 'seen', locks: looked.answer };
    },
    [Symbol.asyncDispose]: () => readers[Symbol.asyncDispose](),
  };
}

/** The database is asked at once, and its answer is left where files, URL or host say that it may be another one's. */
async function answerOf<Answer>(
  { reader, ground }: Kept,
  glance: Promise<HostGlance>,
  ask: Ask<Answer>,
): Promise<Seen<Answer> | null> {
  try {
    const parts = [reader.lookAgain(), ask(reader.session), glance] as const;
    const [project, answer, host] = await Promise.all(parts);
    if (project === null || host.ground !== ground || host.owner !== null) return null;
    return { kind: 'seen', project, pooler: null, answer };
  } catch {
    return null; // a new reader meets the same trouble and says it, or none
  }
}

async function inTime<Answer>(answer: Promise<Answer | null>): Promise<Answer | null> {
  let late: NodeJS.Timeout | undefined;
  const timeout = new Promise<null>((resolve) => {
    late = setTimeout(() => resolve(null), answerMs);
  });
  try {
    return await Promise.race([answer, timeout]);
  } finally {
    clearTimeout(late);
  }
}
