import type { UserId } from '../domain/ids.ts';
import type { SessionDeed, SessionMark } from '../domain/locks.ts';
import type { Refusal } from '../domain/refusal.ts';
import type { DeliveryKey } from '../ports/store.ts';
import { readSessionValue } from '../render/action-ids.ts';
import type { AppDeps } from '../usecases/app-deps.ts';
import type { Handler } from './actions/action.ts';
import { refuse } from './exchange.ts';

/** A press on a button beside a session. `shownBy`: the id of the answer or of the run that shows it. */
export interface SessionPress {
  readonly shownBy: string;
  readonly deed: SessionDeed;
  readonly mark: SessionMark;
  readonly by: UserId;
  readonly delivery: DeliveryKey;
}

/** Has the session that the button names cancelled or ended; a button whose value cannot be read is unknown. */
export const stopSession =
  (deed: SessionDeed, stop: (deps: AppDeps, press: SessionPress) => Promise<Refusal | null>): Handler =>
  async (pressed) => {
    const read = readSessionValue(pressed.value);
    if (read === null) return refuse(pressed, { code: 'press-unknown' });
    const { deps, by, trigger } = pressed;
    const refusal = await stop(deps, { ...read, deed, by, delivery: trigger });
    return refusal === null ? pressed.ack() : refuse(pressed, refusal);
  };
