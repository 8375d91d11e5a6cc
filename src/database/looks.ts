import type { Environment } from '../domain/environment.ts';
import type { Pooler } from '../domain/gates/gate.ts';
import type { Log } from '../ports/log.ts';
import type { Host, HostGlance } from '../ports/remote.ts';
import type { Looked, Opened, PrismaProject } from '../ports/target.ts';
import { type Kept, type KeptLimits, keptReaders } from './kept-readers.ts';
import type { Reader } from './opening.ts';
import { readStanding, type Standing } from './standing.ts';

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
}

/**
 * Looks that leave their reader open for the next one. A kept reader answers only on the ground on which it was opened
 * and while nobody works on the environment, never through a pooler; whatever breaks or differs, a new reader says what is true.
 */
export function createLooks({ log, limits, now, open }: LooksDeps): Looks {
  const readers = keptReaders(limits, now);

  const again = async (kept: Kept, glance: Promise<HostGlance>): Promise<Looked | null> => {
    const answer = await inTime(answerOf(kept, glance));
    if (answer === null) readers.close(kept.reader);
    else readers.put(kept);
    return answer;
  };
  const anew = async (environment: Environment, host: Host, { ground, owner }: HostGlance): Promise<Looked> => {
    const openedAt = now();
    const opened = await open(environment, host);
    if (opened.kind === 'trouble') return { kind: 'trouble', trouble: opened.trouble };
    const reader = opened.session;
    let keeps = false;
    try {
      const pooler = await reader.session.pooler();
      const answer = seen(reader.session.project, await readStanding(reader.session), pooler);
      keeps = ground !== null && owner === null && pooler === null;
      if (keeps && ground !== null) readers.put({ environment, reader, ground, openedAt });
      return answer;
    } finally {
      if (!keeps) await reader.session[Symbol.asyncDispose]();
    }
  };

  return {
    look: async (environment, host, glance) => {
      const kept = readers.take(environment);
      const answer = kept === null ? null : await again(kept, glance);
      const looked = answer ?? (await anew(environment, host, await glance));
      const outcome = looked.kind === 'seen' ? 'seen' : looked.trouble.code;
      log.debug({ environment: environment.id, outcome, kept: answer !== null }, 'looked at a target');
      return looked;
    },
    [Symbol.asyncDispose]: () => readers[Symbol.asyncDispose](),
  };
}

/** The database is asked at once, and its answer is left where files, URL or host say that it may be another one's. */
async function answerOf({ reader, ground }: Kept, glance: Promise<HostGlance>): Promise<Looked | null> {
  try {
    const parts = [reader.lookAgain(), readStanding(reader.session), glance] as const;
    const [project, standing, host] = await Promise.all(parts);
    return project === null || host.ground !== ground || host.owner !== null ? null : seen(project, standing, null);
  } catch {
    return null; // a new reader meets the same trouble and says it, or none
  }
}

async function inTime(answer: Promise<Looked | null>): Promise<Looked | null> {
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

const seen = (project: PrismaProject, { history, holder }: Standing, pooler: Pooler | null): Looked => ({
  kind: 'seen',
  project,
  history,
  lockHolder: holder,
  pooler,
});
