import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exchange, meetFaults, reply } from './exchange.ts';
import { parseArgs, readBody, sendText, uploadedBytes } from './http.ts';
import { receiveUpload } from './methods/files.ts';
import { useResponseUrl } from './response-urls.ts';
import { serveWebApi, type WebApiParts } from './web-api.ts';

interface Http {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}
type Route = (parts: WebApiParts, name: string, http: Http) => Promise<void>;

const serveUpload: Route = async ({ world }, id, { request, response }) => {
  const bytes = await uploadedBytes(request.headers['content-type'] ?? '', await readBody(request));
  const taken = receiveUpload(world, id, bytes);
  sendText(response, taken ? 200 : 400, taken ? `OK - ${id}` : 'no such upload, or not the length that was announced');
};

const serveResponseUrl: Route = async ({ world, faults }, id, http) => {
  const args = parseArgs('application/json', await readBody(http.request)) ?? {};
  const work = () => {
    const { status, body } = useResponseUrl(world, id, args);
    return reply(status, body);
  };
  const method = 'response_url';
  exchange(world, http, { method, args, decide: () => meetFaults(faults, method, work) });
};

const routes: readonly (readonly [RegExp, Route])[] = [
  [/^\/api\/([\w.]+)$/, serveWebApi],
  [/^\/upload\/v1\/(\w+)$/, serveUpload],
  [/^\/(?:commands|actions)\/\w+\/(\w+)$/, serveResponseUrl],
];

const serve = async (parts: WebApiParts, http: Http): Promise<void> => {
  const { pathname } = new URL(http.request.url ?? '/', 'http://localhost');
  for (const [pattern, route] of routes) {
    const name = pattern.exec(pathname)?.[1];
    if (name !== undefined) return route(parts, name, http);
  }
  sendText(http.response, 404, 'nothing here');
};

/** Listens on a free loopback port and serves the Web API, uploads and response URLs. */
export const listen = async (parts: WebApiParts): Promise<{ server: Server; origin: string }> => {
  const server = createServer((request, response) => {
    serve(parts, { request, response }).catch((error: unknown) => {
      if (!response.headersSent) sendText(response, 500, String(error));
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  return { server, origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
};
