import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Fault, Faults } from './faults.ts';
import { sendJson } from './http.ts';
import { type Args, type MethodAnswer, refuse } from './methods/method.ts';
import type { Answered } from './model.ts';
import type { World } from './world.ts';

/** How one request of the app ends. */
export type Outcome =
  | {
      readonly kind: 'reply';
      readonly status: number;
      readonly body: MethodAnswer;
      readonly headers?: Readonly<Record<string, string>>;
    }
  | { readonly kind: 'hang' }
  | { readonly kind: 'drop'; readonly done: boolean };

export const reply = (status: number, body: MethodAnswer, headers: Readonly<Record<string, string>> = {}): Outcome => ({
  kind: 'reply',
  status,
  body,
  headers,
});

/** HTTP 429 with `retry-after`, as Slack words it. */
export const limited = (retryAfterS: number): Outcome =>
  reply(429, refuse('ratelimited'), { 'retry-after': String(retryAfterS) });

const outcomeOfFault = (fault: Exclude<Fault, { kind: 'lost-response' }> | { kind: '503' }): Outcome => {
  switch (fault.kind) {
    case '429':
      return limited(fault.retryAfterS);
    case '500':
      return reply(500, refuse('internal_error'));
    case '503':
      return reply(503, refuse('service_unavailable'));
    case 'timeout':
      return { kind: 'hang' };
    case 'reset':
      return { kind: 'drop', done: false };
    case 'refuse':
      return reply(200, refuse(fault.error));
  }
};

/** Does the work, unless a fault stands in its way. */
export const meetFaults = (faults: Faults, method: string, work: () => Outcome): Outcome => {
  const fault = faults.meet(method);
  if (fault === undefined) return work();
  if (fault.kind !== 'lost-response') return outcomeOfFault(fault);
  work();
  return { kind: 'drop', done: true };
};

const answered = (outcome: Outcome): Answered =>
  outcome.kind === 'reply'
    ? { kind: 'answered', status: outcome.status, body: outcome.body }
    : { kind: 'unanswered', done: outcome.kind === 'drop' && outcome.done };

const send = (request: IncomingMessage, response: ServerResponse, outcome: Outcome): void => {
  switch (outcome.kind) {
    case 'reply':
      sendJson(response, outcome);
      return;
    case 'drop':
      request.socket.destroy();
      return;
    case 'hang':
      return;
  }
};

/** Decides, logs the call, answers, and wakes who waits. */
export const exchange = (
  world: World,
  http: { readonly request: IncomingMessage; readonly response: ServerResponse },
  called: { readonly method: string; readonly args: Args; readonly decide: () => Outcome },
): void => {
  const startedAt = performance.now();
  const atMs = world.now();
  const outcome = called.decide();
  const tookMs = performance.now() - startedAt;
  world.calls.push({ method: called.method, args: called.args, atMs, tookMs, answer: answered(outcome) });
  send(http.request, http.response, outcome);
  world.feed.changed();
};
