import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { App, HTTPReceiver, type Receiver, SocketModeReceiver } from '@slack/bolt';
import type { Secret } from '../lib/secret.ts';
import type { SlackIdentity } from '../ports/slack.ts';
import { eventsPath } from '../ports/slack-surface.ts';
import type { AppDeps } from '../usecases/app-deps.ts';
import { boltLogger } from './bolt-logger.ts';
import { listenToCommands } from './listen-to-commands.ts';
import { listenToGroups } from './listen-to-groups.ts';
import { listenToModals } from './listen-to-modals.ts';
import { listenToPresses } from './listen-to-presses.ts';
import { clientOptions } from './web.ts';

/** How Slack delivers: over a socket that Godwit opens, or by signed requests to `port`. */
export type Delivery =
  | { readonly by: 'socket'; readonly appToken: Secret }
  | { readonly by: 'http'; readonly signingSecret: Secret; readonly port: number; readonly host: string };

/** A path that is answered beside Slack's own, over HTTP. */
export interface Route {
  readonly path: string;
  readonly handle: (request: IncomingMessage, response: ServerResponse) => void;
}

export interface BoltOptions {
  readonly deps: AppDeps;
  readonly botToken: Secret;
  readonly apiUrl: string | null;
  readonly delivery: Delivery;
  readonly routes: readonly Route[];
  /** Who Godwit is there, so that Bolt need not ask again. */
  readonly identity: SlackIdentity;
}

/** Slack's deliveries, running. */
export interface SlackListener extends AsyncDisposable {
  /** False while no delivery could arrive. */
  readonly ready: () => boolean;
  /** Where it listens over HTTP; null in Socket Mode. */
  readonly port: number | null;
}

/** Registers every command, button, modal and event, and begins to take deliveries. Throws where Slack refuses the tokens. */
export async function listenToSlack(options: BoltOptions): Promise<SlackListener> {
  const { deps, delivery, botToken, apiUrl } = options;
  const socket = delivery.by === 'socket' ? socketReceiver(options, delivery.appToken) : null;
  const receiver: Receiver = socket ?? httpReceiver(options);
  const app = new App({
    token: botToken.reveal(),
    receiver,
    clientOptions: clientOptions(apiUrl),
    logger: boltLogger(deps.log),
    // Asked once at the start by Godwit itself, which then says what is wrong.
    tokenVerificationEnabled: false,
    botId: options.identity.botId,
    botUserId: options.identity.botUserId,
  });
  listenToCommands(app, deps);
  listenToPresses(app, deps);
  listenToModals(app, deps);
  listenToGroups(app, deps);
  app.error(async (error) => deps.log.error({ error }, 'a delivery of Slack ended badly'));
  return socket === null ? overHttp(app, delivery) : overSocket(app, socket);
}

const httpReceiver = ({ delivery, routes, deps }: BoltOptions): HTTPReceiver =>
  new HTTPReceiver({
    signingSecret: delivery.by === 'http' ? delivery.signingSecret.reveal() : '',
    endpoints: [eventsPath],
    customRoutes: routes.map(({ path, handle }) => ({ path, method: ['GET'], handler: handle })),
    logger: boltLogger(deps.log),
  });

const socketReceiver = ({ apiUrl, deps }: BoltOptions, appToken: Secret): SocketModeReceiver =>
  new SocketModeReceiver({
    appToken: appToken.reveal(),
    installerOptions: { clientOptions: { ...clientOptions(apiUrl), retryConfig: { retries: 20, factor: 1.3 } } },
    logger: boltLogger(deps.log),
  });

async function overHttp(app: App, delivery: Delivery): Promise<SlackListener> {
  const { port, host } = delivery.by === 'http' ? delivery : { port: 0, host: '127.0.0.1' };
  const server = await app.start({ port, host });
  const address = (server as Server).address();
  let open = true;
  return {
    ready: () => open,
    port: typeof address === 'object' && address !== null ? address.port : null,
    [Symbol.asyncDispose]: async () => {
      open = false;
      await app.stop();
    },
  };
}

/** Bolt's own stop does not wait for the socket: the last acknowledgements would be lost. */
async function overSocket(app: App, receiver: SocketModeReceiver): Promise<SlackListener> {
  let open = false;
  receiver.client.on('connected', () => {
    open = true;
  });
  for (const event of ['disconnected', 'disconnecting', 'reconnecting', 'close']) {
    receiver.client.on(event, () => {
      open = false;
    });
  }
  await app.start();
  return {
    ready: () => open,
    port: null,
    [Symbol.asyncDispose]: async () => {
      open = false;
      await receiver.client.disconnect();
    },
  };
}
