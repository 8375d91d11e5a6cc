import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Fault, Faults } from './faults.ts';
import { parseArgs, readBody, sendJson } from './http.ts';
import { methods } from './methods/menu.ts';
import { type Args, type MethodAnswer, refuse } from './methods/method.ts';
import type { Answered } from './model.ts';
import type { Allowance } from './rate-limits.ts';
import type { World } from './world.ts';

/** What the Web API needs besides the workspace. */
export interface WebApiParts {
  readonly world: World;
  readonly faults: Faults;
  readonly allow: (method: string, channel: string) => Allowance;
}

interface Reply {
  readonly status: number;
  readonly body: MethodAnswer;
  readonly headers?: Readonly<Record<string, string>>;
}

type Outcome =
  | ({ readonly kind: 'reply' } & Reply)
  | { readonly kind: 'hang' }
  | { readonly kind: 'drop'; readonly done: boolean };

const reply = (status: number, body: MethodAnswer, headers = {}): Outcome => ({ kind: 'reply', status, body, headers });

const limited = (retryAfterS: number): Outcome =>
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

const tokenIn = (request: IncomingMessage, args: Args): string => {
  const bearer = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1];
  return bearer ?? (typeof args.token === 'string' ? args.token : '');
};

const withoutToken = ({ token: _token, ...args }: Args): Args => args;

const perform = (parts: WebApiParts, called: { method: string; args: Args; token: string }): Outcome => {
  const { world } = parts;
  const method = methods.get(called.method);
  if (method === undefined) return reply(200, refuse('unknown_method'));
  if (called.token === '') return reply(200, refuse('not_authed'));
  const right = method.token === 'bot' ? world.app.botToken : world.app.appToken;
  const wrongKind = [world.app.botToken, world.app.appToken].includes(called.token);
  if (called.token !== right) return reply(200, refuse(wrongKind ? 'not_allowed_token_type' : 'invalid_auth'));
  const allowance = parts.allow(called.method, String(called.args.channel ?? ''));
  if (allowance.kind === 'limited') return limited(allowance.retryAfterS);
  return reply(200, method.run(world, called.args));
};

const decide = (parts: WebApiParts, called: { method: string; args: Args; token: string }): Outcome => {
  const fault = parts.faults.meet(called.method);
  if (fault === undefined) return perform(parts, called);
  if (fault.kind !== 'lost-response') return outcomeOfFault(fault);
  perform(parts, called);
  return { kind: 'drop', done: true };
};

const answered = (outcome: Outcome): Answered =>
  outcome.kind === 'reply'
    ? { kind: 'answered', status: outcome.status, body: outcome.body }
    : { kind: 'unanswered', done: outcome.kind === 'drop' && outcome.done };

const send = (request: IncomingMessage, response: ServerResponse, outcome: Outcome): void => {
  switch (outcome.kind) {
    case 'reply':
      sendJson(response, outcome.status, outcome.body, outcome.headers);
      return;
    case 'drop':
      request.socket.destroy();
      return;
    case 'hang':
      return;
  }
};

/** Serves one call of the Web API and logs it. */
export const serveWebApi = async (
  parts: WebApiParts,
  method: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> => {
  const { world } = parts;
  const body = await readBody(request);
  const startedAt = performance.now();
  const atMs = world.now();
  const args = parseArgs(request.headers['content-type'] ?? '', body);
  const outcome =
    args === null ? reply(200, refuse('invalid_json')) : decide(parts, { method, args, token: tokenIn(request, args) });
  world.calls.push({
    method,
    args: withoutToken(args ?? {}),
    atMs,
    tookMs: performance.now() - startedAt,
    answer: answered(outcome),
  });
  send(request, response, outcome);
  world.feed.changed();
};
