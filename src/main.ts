import { runCommandLine } from './app/command-line.ts';

const ended = new Promise<void>((resolve) => {
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => resolve());
});

process.exitCode = await runCommandLine(process.argv.slice(2), {
  variables: process.env,
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
  ended,
});
