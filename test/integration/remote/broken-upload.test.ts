import { once } from 'node:events';
import { readFileSync, statSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import path from 'node:path';
import { expect, inject, it } from 'vitest';
import { createRemote } from '../../../src/remote/create-remote.ts';
import { followed, freshDirectory, lockedTask, remoteOptions, sshAddress } from '../../support/remotes.ts';

const uploadBytes = 4_000_000;
const passingBytes = 1_000_000;

type Break = (near: Socket, far: Socket) => void;

/** A way to the host that breaks on its first connection once a quarter of the upload went through. */
async function breakingWay(
  target: number,
  breakOff: Break,
): Promise<AsyncDisposable & { readonly port: number; readonly isBroken: () => boolean }> {
  const sockets = new Set<Socket>();
  let broken = false;
  const server = createServer((near) => {
    const far = connect({ host: '127.0.0.1', port: target });
    const first = sockets.size === 0;
    let passed = 0;
    for (const socket of [near, far]) sockets.add(socket.on('error', () => undefined));
    far.pipe(near);
    near.on('close', () => far.destroy());
    far.on('close', () => near.destroy());
    near.on('data', (bytes) => {
      const before = passed;
      passed += bytes.length;
      if (!first || passed < passingBytes) far.write(bytes);
      else if (before < passingBytes) {
        broken = true;
        breakOff(near, far);
      }
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('opening the way: no port');
  return {
    port: address.port,
    isBroken: () => broken,
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

const breaks: readonly (readonly [string, Break])[] = [
  ['goes into a black hole', (near, far) => far.unpipe(near)],
  [
    'is reset',
    (near, far) => {
      near.resetAndDestroy();
      far.resetAndDestroy();
    },
  ],
  [
    'ends as if all had been said',
    (near, far) => {
      far.end();
      near.destroy();
    },
  ],
];

it.each(breaks)(
  'a task whose upload %s half-way starts nothing, and then once, with all of it',
  async (_, breakOff) => {
    const { staging } = inject('realParts').ssh;
    await using way = await breakingWay(staging.port, breakOff);
    await using remote = createRemote(remoteOptions('/nowhere', { keepaliveMs: 100 }));
    const host = await remote.host(sshAddress(staging, { port: way.port }));
    const directory = freshDirectory();
    const [starts, received] = [path.join(directory, 'starts'), path.join(directory, 'received')];
    const argv = ['sh', '-c', `echo start >> '${starts}'; cat > '${received}'`];
    const stdin = { secrets: [], text: 'x'.repeat(uploadBytes), file: null };
    const task = await lockedTask(host, [{ argv, stdin, stdoutFile: null }]);
    expect(way.isBroken()).toBe(false);
    expect(await host.begin(task)).toBe('started');
    expect(way.isBroken()).toBe(true);
    expect((await followed(host, task.id)).end).toEqual({ kind: 'exited', code: 0 });
    expect(statSync(received).size).toBe(uploadBytes);
    expect(readFileSync(starts, 'utf8')).toBe('start\n');
    expect(await host.begin(task)).toBe('exists');
  },
);
