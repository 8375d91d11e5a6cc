import type { RunId, UserId } from '../domain/ids.ts';
import type { Refusal, RefusalCode } from '../domain/refusal.ts';
import type { Deps } from './deps.ts';

/** Refusals that say: this person may not. A typo, or coming too late, is nobody's attempt at anything. */
const ofRights: ReadonlySet<RefusalCode> = new Set<RefusalCode>([
  'right-missing',
  'guest',
  'person-unknown',
  'other-workspace',
  'self-approval',
  'self-review',
]);

/** What somebody tried and was not allowed. */
export interface Attempt {
  readonly by: UserId;
  /** One of a fixed set: "/migrate deploy", "button run.approve", "dialog reject". */
  readonly what: string;
  /** What it was about, as it came: perhaps the id of a run, perhaps nothing of ours. */
  readonly about: string | null;
  readonly refusal: Refusal;
}

const minuteMs = 60_000;

/**
 * Writes a refused attempt into the audit chain, after it was answered: once a minute for each person and thing, so that
 * nobody can flood the chain. An answer that was given must not break by it.
 */
export async function recordAttempt(deps: Deps, attempt: Attempt): Promise<void> {
  if (!ofRights.has(attempt.refusal.code)) return;
  try {
    await writeAttempt(deps, attempt);
  } catch (error) {
    deps.log.error({ error, what: attempt.what }, 'a refused attempt could not be recorded');
  }
}

async function writeAttempt({ store, clock }: Deps, { by, what, about, refusal }: Attempt): Promise<void> {
  const run = about === null ? null : await store.run((about.split(':')[0] ?? '') as RunId);
  const named = 'environment' in refusal ? refusal.environment : null;
  const environment = named ?? run?.environment ?? null;
  const at = clock.now();
  const { code } = refusal;
  const detail = { what, code, ...(code === 'right-missing' ? { right: refusal.right } : {}) };
  const minute = Math.floor(at / minuteMs);
  await store.perform(`refused/${by}/${what}/${run?.id ?? environment ?? ''}/${code}/${minute}`, [
    { kind: 'record', entry: { at, actor: by, action: 'attempt.refused', environment, run: run?.id ?? null, detail } },
  ]);
}

/** A recorded delivery was sent again by somebody who is not Slack: at most one entry a minute. */
export async function recordReplay({ store, clock, log }: Deps): Promise<void> {
  const at = clock.now();
  try {
    await store.perform(`replayed/${Math.floor(at / minuteMs)}`, [
      {
        kind: 'record',
        entry: { at, actor: null, action: 'delivery.replayed', environment: null, run: null, detail: null },
      },
    ]);
  } catch (error) {
    log.error({ error }, 'a replayed delivery could not be recorded');
  }
}
