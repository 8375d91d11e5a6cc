import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:http';
import { BlockList, isIPv6 } from 'node:net';
import { collectDefaultMetrics, Registry } from 'prom-client';

/** A part that readiness depends on, by name. */
export interface Part {
  readonly name: string;
  /** True, or a promise of it, while the part does its work. */
  readonly ready: () => boolean | Promise<boolean>;
}

type Handle = (request: IncomingMessage, response: ServerResponse) => void;

/**
 * `/healthz`: the process answers. `/readyz`: every part does its work, 503 and which do not otherwise. `/metrics`:
 * the process' own figures in Prometheus' form. A stranger learns of the last two only whether Godwit is ready.
 */
export function healthRoutes(
  parts: () => readonly Part[],
): readonly { readonly path: string; readonly handle: Handle }[] {
  const metrics = new Registry();
  collectDefaultMetrics({ register: metrics });
  return [
    { path: '/healthz', handle: (_, response) => json(response, 200, { ok: true }) },
    { path: '/readyz', handle: (request, response) => void answerReady(parts(), request, response) },
    {
      path: '/metrics',
      handle: (request, response) => {
        if (isNeighbour(request)) void answerMetrics(metrics, response);
        else json(response, 404, { error: 'not found' });
      },
    },
  ];
}

/**
 * Whether somebody asks from the same network, and not through a proxy: only they learn which parts are waited for, and
 * the figures. A stranger learns whether Godwit is ready.
 */
function isNeighbour({ socket, headers }: IncomingMessage): boolean {
  const forwarded = ['forwarded', 'x-forwarded-for', 'via'].some((name) => headers[name] !== undefined);
  const address = (socket.remoteAddress ?? '').replace(/^::ffff:/i, '');
  return !forwarded && neighbours.check(address, isIPv6(address) ? 'ipv6' : 'ipv4');
}

const neighbours = new BlockList();
for (const [network, bits] of [
  ['127.0.0.0', 8],
  ['10.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
] as const) {
  neighbours.addSubnet(network, bits);
}
neighbours.addAddress('::1', 'ipv6');
neighbours.addSubnet('fc00::', 7, 'ipv6');

async function answerReady(parts: readonly Part[], request: IncomingMessage, response: ServerResponse): Promise<void> {
  const looked = await Promise.all(parts.map(async ({ name, ready }) => ({ name, ready: await wellOrNot(ready) })));
  const waiting = looked.filter(({ ready }) => !ready).map(({ name }) => name);
  const ready = waiting.length === 0;
  json(response, ready ? 200 : 503, isNeighbour(request) ? { ready, waitingFor: waiting } : { ready });
}

async function wellOrNot(ready: Part['ready']): Promise<boolean> {
  try {
    return await ready();
  } catch {
    return false;
  }
}

async function answerMetrics(metrics: Registry, response: ServerResponse): Promise<void> {
  response.writeHead(200, { 'content-type': metrics.contentType }).end(await metrics.metrics());
}

const json = (response: ServerResponse, status: number, body: object): void => {
  response.writeHead(status, { 'content-type': 'application/json' }).end(`${JSON.stringify(body)}\n`);
};

/** A server of its own for the routes, where Slack does not come over HTTP. */
export async function serve(
  routes: ReturnType<typeof healthRoutes>,
  at: { port: number; host: string },
): Promise<AsyncDisposable & { readonly port: number }> {
  const server = createServer((request, response) => {
    const path = request.url?.split('?')[0];
    const route = routes.find((one) => one.path === path);
    if (route === undefined) return json(response, 404, { error: 'not found' });
    route.handle(request, response);
  });
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(at.port, at.host, resolve));
  return { port: portOf(server), [Symbol.asyncDispose]: () => closed(server) };
}

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

const closed = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
