// npm run check: format and lint, types, what nothing uses, unit and architecture tests (the floors among them), side by side;
// each with its seconds.
import { spawn } from 'node:child_process';
import path from 'node:path';
import { root } from './setup/project.mjs';
import { ensure } from './setup.mjs';

await ensure({ packages: false, build: false });

const projects = ['--project', 'unit', '--project', 'architecture', '--passWithNoTests'];
const steps = [
  { name: 'format and lint', argv: ['biome', 'check', '.'] },
  { name: 'types', argv: ['tsc', '-p', 'tsconfig.json'] },
  { name: 'nothing unused', argv: ['knip', '--no-progress', '--no-config-hints'] },
  { name: 'unit and architecture tests', argv: ['vitest', 'run', ...projects] },
];

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => process.exit(1));

const passed = await Promise.all(steps.map(run));
process.exitCode = passed.every(Boolean) ? 0 : 1;

/** Runs one step and prints its line; its output only when it did not pass. */
async function run({ name, argv: [program, ...argv] }) {
  const startedAt = performance.now();
  const child = spawn(path.join('node_modules/.bin', program), argv, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
  const end = () => child.kill();
  process.once('exit', end);
  const output = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => output.push(chunk));
  const code = await new Promise((resolve) => child.once('close', resolve));
  process.off('exit', end);
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  process.stdout.write(`${code === 0 ? 'ok    ' : 'not ok'}  ${name}  ${seconds} s\n`);
  if (code !== 0) process.stdout.write(Buffer.concat(output));
  return code === 0;
}
