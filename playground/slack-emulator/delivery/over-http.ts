import { createHmac } from 'node:crypto';
import { type RequestOptions, request } from 'node:http';
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

interface Answer {
  readonly status: number;
  readonly text: string;
}

/** Posts over a connection of its own: a pooled one may be dead when the app was restarted. */
const post = (url: string, options: RequestOptions, text: string): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const sent = request(url, { ...options, method: 'POST', agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString() }));
    });
    sent.on('error', reject);
    sent.end(text);
  });

const headersOf = (target: HttpTarget, body: { type: string; text: string }, retry: Retry | null) => {
  const timestampS = Math.floor(target.now() / 1000);
  return {
    'content-type': body.type,
    'content-length': Buffer.byteLength(body.text),
    'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
    'x-slack-request-timestamp': String(timestampS),
    'x-slack-signature': sign(target.signingSecret, timestampS, body.text),
    ...retryHeaders(retry),
  };
};

const causeOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Posts an envelope to the app and waits for its answer, at most three seconds. */
export const deliverOverHttp = async (target: HttpTarget, envelope: Envelope, retry: Retry | null): Promise<Ack> => {
  const body = bodyOf(envelope);
  const signal = AbortSignal.timeout(target.ackWithinMs);
  const startedAt = performance.now();
  try {
    const { status, text } = await post(target.url, { headers: headersOf(target, body, retry), signal }, body.text);
    return status === 200
      ? { kind: 'acknowledged', tookMs: performance.now() - startedAt, body: parseAckBody(text) }
      : { kind: 'failed', why: `the app answered ${status}` };
  } catch (error) {
    return signal.aborted ? { kind: 'timed-out' } : { kind: 'failed', why: causeOf(error) };
  }
};
