import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { App, HTTPReceiver, type Receiver, SocketModeReceiver } from '@slack/bolt';
import type { Secret } from '../lib/secret.ts';
import type { SlackIdentity, SlackResult } from '../ports/slack.ts';
import { eventsPath } from '../ports/slack-surface.ts';
import type { AppDeps } from '../usecases/app-deps.ts';
import { recordReplay } from '../usecases/record-attempt.ts';
import { boltLogger } from './bolt-logger.ts';
import { followDeliveries, type InFlight } from './in-flight.ts';
import { keepSocket } from './keep-socket.ts';
import { listenToCommands } from './listen-to-commands.ts';
import { listenToGroups } from './listen-to-groups.ts';
import { listenToModals } from './listen-to-modals.ts';
import { listenToPresses } from './listen-to-presses.ts';
import { refuseReplays } from './refuse-replays.ts';
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
  /** Who Godwit is there; null until Slack said it. */
  readonly identity: () => SlackIdentity | null;
}

/** Slack's deliveries, running. */
export interface SlackListener extends AsyncDisposable {
  /** False while no delivery could arrive. */
  readonly ready: () => boolean;
  /** Where it listens over HTTP; null in Socket Mode. */
  readonly port: number | null;
}

/** How long the last answers may take when the process ends. */
const lastAnswersMs = 3_000;

/**
 * Registers every command, button, modal and event, and begins to take deliveries.
 * @returns `permanent` where Slack refuses the token for the socket; while Slack is away, the listener is not ready.
 */
export async function listenToSlack(options: BoltOptions): Promise<SlackResult<SlackListener>> {
  const { delivery } = options;
  const inFlight = followDeliveries();
  if (delivery.by === 'http') {
    const app = listening(options, { receiver: httpReceiver(options, delivery), inFlight });
    return { kind: 'ok', value: await overHttp(app, delivery) };
  }
  const receiver = socketReceiver(options, delivery.appToken);
  listening(options, { receiver, inFlight });
  const socket = await keepSocket(receiver.client, options.deps.log);
  if (socket.kind !== 'ok') return socket;
  const { ready } = socket.value;
  return {
    kind: 'ok',
    value: {
      ready,
      port: null,
      [Symbol.asyncDispose]: async () => {
        await inFlight.answered(lastAnswersMs);
        await socket.value[Symbol.asyncDispose]();
      },
    },
  };
}

function listening(options: BoltOptions, { receiver, inFlight }: { receiver: Receiver; inFlight: InFlight }): App {
  const { deps, botToken, apiUrl, identity } = options;
  const app = new App({
    receiver,
    clientOptions: clientOptions(apiUrl),
    logger: boltLogger(deps.log),
    // The token is asked about by Godwit itself, which goes on while Slack is away and says what is wrong otherwise.
    authorize: async () => {
      const { botId = undefined, botUserId = undefined } = identity() ?? {};
      return { botToken: botToken.reveal(), ...(botId && { botId }), ...(botUserId && { botUserId }) };
    },
  });
  app.use(inFlight.follow);
  listenToCommands(app, deps);
  listenToPresses(app, deps);
  listenToModals(app, deps);
  listenToGroups(app, deps);
  app.error(async (error) => deps.log.error({ error }, 'a delivery of Slack ended badly'));
  return app;
}

type OverHttp = Extract<Delivery, { by: 'http' }>;

/** More than Slack sends with its largest modal. */
const largestBodyBytes = 1_000_000;

function httpReceiver({ routes, deps }: BoltOptions, { signingSecret }: OverHttp): HTTPReceiver {
  const receiver = new HTTPReceiver({
    signingSecret: signingSecret.reveal(),
    endpoints: [eventsPath],
    bodyLimit: largestBodyBytes,
    customRoutes: routes.map(({ path, handle }) => ({ path, method: ['GET'], handler: handle })),
    logger: boltLogger(deps.log),
  });
  receiver.requestListener = refuseReplays(receiver.requestListener, deps.clock.now, () => void recordReplay(deps));
  return receiver;
}

const socketReceiver = ({ apiUrl, deps }: BoltOptions, appToken: Secret): SocketModeReceiver =>
  new SocketModeReceiver({
    appToken: appToken.reveal(),
    autoReconnectEnabled: false,
    installerOptions: { clientOptions: clientOptions(apiUrl) },
    logger: boltLogger(deps.log),
  });

async function overHttp(app: App, { port, host }: OverHttp): Promise<SlackListener> {
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
