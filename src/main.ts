import { once } from 'node:events';
import { buffer } from 'node:stream/consumers';
import { runCommandLine } from './app/command-line.ts';
import { lastWords } from './app/last-words.ts';
import { ownSecrets } from './config/own-secrets.ts';
import { knownSecrets } from './lib/known-secrets.ts';

/** A connection that does not close must not hold a process that has ended its work. */
const lingerMs = 2_000;

const ended = new Promise<void>((resolve) => {
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => resolve());
});

// Whoever reads what is printed may have seen enough, as `head` has.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  process.exit(error.code === 'EPIPE' ? 0 : 1);
});

process.once('uncaughtException', (error, origin) => {
  lastWords(error, origin, knownSecrets(ownSecrets(process.env)));
  process.exit(1);
});

process.exitCode = await runCommandLine(process.argv.slice(2), {
  variables: process.env,
  input: () => buffer(process.stdin),
  out: (text) => process.stdout.write(text),
  drained: async () => {
    if (process.stdout.writableNeedDrain) await once(process.stdout, 'drain');
  },
  err: (text) => process.stderr.write(text),
  colour: process.stdout.isTTY === true && process.env.NO_COLOR === undefined,
  ended,
});
setTimeout(() => process.exit(), lingerMs).unref();
