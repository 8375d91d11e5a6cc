import type { IncomingMessage, ServerResponse } from 'node:http';
import { exchange, limited, meetFaults, type Outcome, reply } from './exchange.ts';
import type { Faults } from './faults.ts';
import { parseArgs, readBody } from './http.ts';
import { methods } from './methods/menu.ts';
import { type Args, refuse } from './methods/method.ts';
import type { Allowance } from './rate-limits.ts';
import type { World } from './world.ts';

/** What the Web API needs besides the workspace. */
export interface WebApiParts {
  readonly world: World;
  readonly faults: Faults;
  readonly allow: (method: string, channel: string) => Allowance;
}

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
  const known = [world.app.botToken, world.app.appToken].includes(called.token);
  if (!known) return reply(200, refuse('invalid_auth'));
  const right = method.token === 'bot' ? world.app.botToken : world.app.appToken;
  if (called.token !== right) return reply(200, refuse('not_allowed_token_type'));
  const allowance = parts.allow(called.method, String(called.args.channel ?? ''));
  if (allowance.kind === 'limited') return limited(allowance.retryAfterS);
  return reply(200, method.run(world, called.args));
};

/** Serves one call of the Web API. */
export const serveWebApi = async (
  parts: WebApiParts,
  method: string,
  http: { readonly request: IncomingMessage; readonly response: ServerResponse },
): Promise<void> => {
  const body = await readBody(http.request);
  const args = parseArgs(http.request.headers['content-type'] ?? '', body);
  const decide = (): Outcome =>
    args === null
      ? reply(200, refuse('invalid_json'))
      : meetFaults(parts.faults, method, () => perform(parts, { method, args, token: tokenIn(http.request, args) }));
  exchange(parts.world, http, { method, args: withoutToken(args ?? {}), decide });
};
