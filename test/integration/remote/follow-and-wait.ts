import { appendFileSync, readFileSync } from 'node:fs';
import type { HostAddress } from '../../../src/domain/environment.ts';
import { Secret } from '../../../src/lib/secret.ts';
import type { Log } from '../../../src/ports/log.ts';
import type { DetachedTask } from '../../../src/ports/remote.ts';
import { createRemote } from '../../../src/remote/create-remote.ts';

/** A process of its own that begins a task and writes what it reads to a file, until the test kills it. */
interface Order {
  readonly address: HostAddress;
  readonly home: string;
  readonly task: Omit<DetachedTask, 'secrets'>;
  readonly output: string;
}

const order = JSON.parse(readFileSync(0, 'utf8')) as Order;
const ignore = () => undefined;
const log: Log = { info: ignore, warn: ignore, error: ignore, debug: ignore, child: () => log };
const remote = createRemote({
  log,
  readSecret: () => new Secret(''),
  localEnvironment: { PATH: process.env.PATH ?? '', HOME: order.home },
});
const host = await remote.host(order.address);
process.stdout.write(`${await host.begin({ ...order.task, secrets: {} })}\n`);
const listener = {
  onOutput: async (bytes: Buffer) => {
    appendFileSync(order.output, bytes);
    process.stdout.write('read\n');
  },
  onQuestion: async () => undefined,
};
const end = await host.follow(order.task, 0, listener, new AbortController().signal);
process.stdout.write(`${JSON.stringify(end)}\n`);
await remote[Symbol.asyncDispose]();
