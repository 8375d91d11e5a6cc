import type { Payload } from '../payloads.ts';

/** What is sent to the app: a slash command, an interaction, an event. */
export interface Envelope {
  /** The same when it is delivered again. */
  readonly id: string;
  readonly kind: 'slash_commands' | 'interactive' | 'events_api';
  readonly payload: Payload;
}

/** A second (third, …) delivery of the same envelope. */
export interface Retry {
  readonly attempt: number;
  readonly reason: 'http_timeout' | 'http_error' | 'timeout';
}

/** How the app took it. */
export type Ack =
  | { readonly kind: 'acknowledged'; readonly tookMs: number; readonly body: unknown }
  /** Not within three seconds. */
  | { readonly kind: 'timed-out' }
  /** Nobody listens, or the answer was not 200. */
  | { readonly kind: 'failed'; readonly why: string };

/** A delivery and what came of it; `ack` is null while it is under way. */
export interface Delivery {
  readonly envelope: Envelope;
  readonly attempt: number;
  readonly ack: Ack | null;
  /** How many acknowledgements arrived. One is right, also in Socket Mode, where the app is not told of a second. */
  readonly acks: number;
}

/** A body of an acknowledgement: JSON where it is JSON, text otherwise, null where empty. */
export const parseAckBody = (text: string): unknown => {
  if (text === '') return null;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
};
