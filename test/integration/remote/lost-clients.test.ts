import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { DetachedTask } from '../../../src/ports/remote.ts';
import { followed, freshDirectory, freshId, lockedTask, type Place, placeFor } from '../../support/remotes.ts';

const program = fileURLToPath(new URL('follow-and-wait.ts', import.meta.url));

interface Client {
  readonly child: ChildProcess;
  readonly exited: Promise<unknown>;
  /** The next line that it prints. */
  readonly line: () => Promise<string>;
}

function startClient(place: Place, task: DetachedTask, output: string): Client {
  const child = spawn(process.execPath, ['--import', 'tsx', program], { stdio: ['pipe', 'pipe', 'inherit'] });
  const exited = once(child, 'exit');
  const { secrets: _, ...rest } = task;
  child.stdin.end(JSON.stringify({ address: place.address, home: place.home, task: rest, output }));
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return { child, exited, line: async () => String((await lines.next()).value) };
}

const chatter = (directory: string, code: number) =>
  `i=0; while [ ! -e '${directory}/go' ]; do i=$((i+1)); echo "line $i"; sleep 0.01; done; echo last; exit ${code}`;

describe.each(['ssh', 'local'] as const)('a client that is killed (%s)', (way) => {
  it('leaves a task that goes on, whose log and end are whole for the next one', async () => {
    const place = placeFor(way);
    const host = await place.remote.host(place.address);
    const directory = freshDirectory();
    const task = await lockedTask(host, [chatter(directory, 3)]);
    const output = path.join(directory, 'output');
    const client = startClient(place, task, output);
    expect(await client.line()).toBe('started');
    expect(await client.line()).toBe('read');
    client.child.kill('SIGKILL');
    await client.exited;

    const soFar = existsSync(output) ? readFileSync(output) : Buffer.alloc(0);
    expect(await host.begin(task)).toBe('exists');
    writeFileSync(path.join(directory, 'go'), '');
    const rest = await followed(host, task.id, { from: soFar.length });
    const whole = await followed(host, task.id);
    expect(rest.end).toEqual({ kind: 'exited', code: 3 });
    expect(soFar.toString() + rest.log).toBe(whole.log);
    const lines = whole.log.trimEnd().split('\n');
    expect(lines.slice(0, -1)).toEqual(lines.slice(0, -1).map((_, index) => `line ${index + 1}`));
    expect(lines.at(-1)).toBe('last');
    await place.remote[Symbol.asyncDispose]();
  });

  it('and another that begins the same at the same time start it once', async () => {
    const place = placeFor(way);
    const host = await place.remote.host(place.address);
    const directory = freshDirectory();
    const starts = path.join(directory, 'starts');
    const task = await lockedTask(host, [`echo ${freshId()} >> '${starts}'`]);
    const clients = [1, 2].map((number) => startClient(place, task, path.join(directory, `output-${number}`)));
    const answers = await Promise.all(clients.map(({ line }) => line()));
    expect(answers.sort()).toEqual(['exists', 'started']);
    await Promise.all(clients.map(({ exited }) => exited));
    expect(readFileSync(starts, 'utf8').trim().split('\n')).toHaveLength(1);
    await place.remote[Symbol.asyncDispose]();
  });
});
