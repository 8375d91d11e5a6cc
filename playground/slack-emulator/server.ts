import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parseArgs, readBody, sendJson, sendText } from './http.ts';
import { receiveUpload } from './methods/files.ts';
import { useResponseUrl } from './response-urls.ts';
import { serveWebApi, type WebApiParts } from './web-api.ts';

type Route = (parts: WebApiParts, name: string, request: IncomingMessage, response: ServerResponse) => Promise<void>;

const serveUpload: Route = async ({ world }, id, request, response) => {
  const taken = receiveUpload(world, id, await readBody(request));
  sendText(response, taken ? 200 : 400, taken ? `OK - ${id}` : 'no such upload, or not the length that was announced');
};

const serveResponseUrl: Route = async ({ world, faults }, id, request, response) => {
  const args = parseArgs('application/json', await readBody(request));
  if (faults.meet('response_url') !== undefined) return sendJson(response, 503, { ok: false });
  const answer = useResponseUrl(world, id, args);
  world.calls.push({
    method: 'response_url',
    args: args ?? {},
    atMs: world.now(),
    tookMs: 0,
    answer: { kind: 'answered', status: answer.status, body: answer.body },
  });
  world.feed.changed();
  if (answer.status === 200) sendText(response, 200, 'ok');
  else sendJson(response, answer.status, answer.body);
};

const routes: readonly (readonly [RegExp, Route])[] = [
  [/^\/api\/([\w.]+)$/, serveWebApi],
  [/^\/upload\/v1\/(\w+)$/, serveUpload],
  [/^\/(?:commands|actions)\/\w+\/(\w+)$/, serveResponseUrl],
];

const serve = async (parts: WebApiParts, request: IncomingMessage, response: ServerResponse): Promise<void> => {
  const { pathname } = new URL(request.url ?? '/', 'http://localhost');
  for (const [pattern, route] of routes) {
    const name = pattern.exec(pathname)?.[1];
    if (name !== undefined) return route(parts, name, request, response);
  }
  sendText(response, 404, 'nothing here');
};

/** Listens on a free loopback port and serves the Web API, uploads and response URLs. */
export const listen = async (parts: WebApiParts): Promise<{ server: Server; origin: string }> => {
  const server = createServer((request, response) => {
    serve(parts, request, response).catch((error: unknown) => {
      if (!response.headersSent) sendText(response, 500, String(error));
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  return { server, origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
};
