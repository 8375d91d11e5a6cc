import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

export interface CutOffProxy extends AsyncDisposable {
  readonly port: number;
  /** Nothing passes any more in either direction, and no end is told: a black hole. */
  readonly swallow: () => void;
  /** Lets new connections through again; those that were swallowed stay so. */
  readonly heal: () => void;
  /** Resets every connection. */
  readonly cut: () => void;
}

/** A TCP proxy to a port of this machine that can be made to fail as networks do. */
export async function cutOffProxy(target: number): Promise<CutOffProxy> {
  const sockets = new Set<Socket>();
  let swallowing = false;
  const server = createServer((near) => {
    const far = connect({ host: '127.0.0.1', port: target });
    let lost = swallowing;
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(from);
      from.on('error', () => to.destroy());
      from.on('close', () => to.destroy());
      from.on('data', (bytes) => {
        lost ||= swallowing;
        if (!lost) to.write(bytes);
      });
    }
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('starting the proxy: no port');
  const cut = () => {
    for (const socket of sockets) socket.resetAndDestroy();
    sockets.clear();
  };
  return {
    port: address.port,
    swallow: () => {
      swallowing = true;
    },
    heal: () => {
      swallowing = false;
    },
    cut,
    [Symbol.asyncDispose]: async () => {
      cut();
      server.close();
      await once(server, 'close');
    },
  };
}
