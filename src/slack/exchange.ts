import type { ModalView } from '@slack/types';
import type { ChannelId, UserId } from '../domain/ids.ts';
import type { Refusal } from '../domain/refusal.ts';
import type { Rendered } from '../ports/slack.ts';
import type { Changed } from '../ports/store.ts';
import { refusal } from '../render/refusal.ts';
import type { AppDeps } from '../usecases/app-deps.ts';
import { recordAttempt } from '../usecases/record-attempt.ts';
import { whyNot } from './why-not.ts';

/** Everything that a command or a press brings, and the ways to answer it. */
export interface Exchange {
  readonly deps: AppDeps;
  readonly by: UserId;
  readonly channel: ChannelId;
  /** What was typed or pressed, one of a fixed set: "/migrate deploy", "button run.approve". */
  readonly what: string;
  /** What it is about, as it came; null: nothing. */
  readonly about: string | null;
  /** Lives three seconds and works once; also what marks a redelivery. */
  readonly trigger: string;
  /** The command's or press's own address, good for 30 minutes. */
  readonly responseUrl: string;
  /** Tells Slack that it arrived. Once. */
  readonly ack: () => Promise<void>;
  /** Says something to this person alone; acknowledges first where that was not done. */
  readonly tell: (message: Rendered) => Promise<void>;
  /** Says something that everybody in the channel sees; acknowledges with it. Commands only. */
  readonly tellAll: (message: Rendered) => Promise<void>;
  /** Opens a modal; null where it was too late for one, which the person is told. */
  readonly open: (view: ModalView) => Promise<string | null>;
}

/** Says why nothing was done; an attempt at what one may not do is recorded. */
export async function refuse(exchange: Exchange, why: Refusal): Promise<void> {
  const { deps, by, what, about } = exchange;
  await exchange.tell(refusal(why));
  await recordAttempt(deps, { by, what, about, refusal: why });
}

/** Acknowledges what was committed, or says why nothing was. */
export async function settle(exchange: Exchange, changed: Changed): Promise<void> {
  const why = await whyNot(exchange.deps, changed);
  return why === null ? exchange.ack() : refuse(exchange, why);
}
