import { createHmac } from 'node:crypto';
import type { EpochMs } from '../model.ts';
import { type Ack, type Envelope, parseAckBody, type Retry } from './envelope.ts';

const jsonType = 'application/json';
const formType = 'application/x-www-form-urlencoded';

const bodyOf = (envelope: Envelope): { readonly type: string; readonly text: string } => {
  switch (envelope.kind) {
    case 'slash_commands':
      return { type: formType, text: new URLSearchParams(envelope.payload as Record<string, string>).toString() };
    case 'interactive':
      return { type: formType, text: new URLSearchParams({ payload: JSON.stringify(envelope.payload) }).toString() };
    case 'events_api':
      return { type: jsonType, text: JSON.stringify(envelope.payload) };
  }
};

/** Slack's signature, version 0, of a body sent at this second. */
export const sign = (secret: string, timestampS: number, body: string): string =>
  `v0=${createHmac('sha256', secret).update(`v0:${timestampS}:${body}`).digest('hex')}`;

const retryHeaders = (retry: Retry | null): Record<string, string> =>
  retry === null ? {} : { 'x-slack-retry-num': String(retry.attempt), 'x-slack-retry-reason': retry.reason };

/** Where and how signed requests go. */
export interface HttpTarget {
  readonly url: string;
  readonly signingSecret: string;
  readonly ackWithinMs: number;
  readonly now: () => EpochMs;
}

const isTimeout = (error: unknown): boolean => error instanceof Error && error.name === 'TimeoutError';

const causeOf = (error: unknown): string =>
  error instanceof Error ? (error.cause instanceof Error ? error.cause.message : error.message) : String(error);

/** Posts an envelope to the app and waits for its answer, at most three seconds. */
export const deliverOverHttp = async (target: HttpTarget, envelope: Envelope, retry: Retry | null): Promise<Ack> => {
  const { type, text } = bodyOf(envelope);
  const timestampS = Math.floor(target.now() / 1000);
  const startedAt = performance.now();
  try {
    const response = await fetch(target.url, {
      method: 'POST',
      body: text,
      headers: {
        'content-type': type,
        'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
        'x-slack-request-timestamp': String(timestampS),
        'x-slack-signature': sign(target.signingSecret, timestampS, text),
        ...retryHeaders(retry),
      },
      signal: AbortSignal.timeout(target.ackWithinMs),
    });
    const body = await response.text();
    return response.status === 200
      ? { kind: 'acknowledged', tookMs: performance.now() - startedAt, body: parseAckBody(body) }
      : { kind: 'failed', why: `the app answered ${response.status}` };
  } catch (error) {
    return isTimeout(error) ? { kind: 'timed-out' } : { kind: 'failed', why: causeOf(error) };
  }
};
