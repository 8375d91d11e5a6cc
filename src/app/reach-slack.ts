import { setTimeout as pause } from 'node:timers/promises';
import type { Log } from '../ports/log.ts';
import type { Slack, SlackIdentity } from '../ports/slack.ts';

const tryEveryMs = 5_000;

/** What Slack said of the token, as soon as it was there to say it. */
export interface SlackReached extends Disposable {
  readonly kind: 'reached';
  /** Null while Slack has been away since the start. */
  readonly identity: () => SlackIdentity | null;
  /** Calls back when Slack is there for the first time. */
  readonly onceReached: (tell: () => void) => void;
}

/** Asks Slack who Godwit is. A refused token ends the start; a Slack that is away is asked again for as long as it takes. */
export async function reachSlack(
  slack: Pick<Slack, 'identity'>,
  log: Log,
): Promise<SlackReached | { readonly kind: 'refused'; readonly error: string }> {
  const ending = new AbortController();
  const waiting: (() => void)[] = [];
  let identity: SlackIdentity | null = null;
  const ask = async () => {
    const said = await slack.identity();
    if (said.kind === 'ok') identity = said.value;
    else log.warn({ error: said.error }, 'Slack does not say who Godwit is');
    return said;
  };
  const first = await ask();
  if (first.kind === 'permanent') return { kind: 'refused', error: first.error };
  const keepAsking = async () => {
    while (identity === null) {
      await pause(tryEveryMs, null, { signal: ending.signal });
      await ask();
    }
    for (const tell of waiting) tell();
  };
  if (identity === null) {
    keepAsking().catch((error: unknown) => {
      if (!ending.signal.aborted) log.error({ error }, 'asking Slack who Godwit is broke');
    });
  }
  return {
    kind: 'reached',
    identity: () => identity,
    onceReached: (tell) => waiting.push(tell),
    [Symbol.dispose]: () => ending.abort(),
  };
}
