import { trouble } from '../domain/trouble.ts';
import { type DetachedTask, RemoteOutage } from '../ports/remote.ts';
import { askAgainWhenLost } from './ask-again.ts';
import { lockFileName, ownerLines } from './locks.ts';
import { newMark } from './mark.ts';
import { beginProgram } from './programs/begin.ts';
import { runProgram } from './run-program.ts';
import { taskScript } from './task-script.ts';
import type { Transport } from './transport.ts';

/**
 * See `Host.begin`. Where the answer is lost it asks again: starting twice is answered `exists`.
 * @throws RemoteOutage `connection-lost`, `disk-full`, or `exec-failed` when the host lacks util-linux
 */
export async function begin(transport: Transport, task: DetachedTask): Promise<'started' | 'exists'> {
  const mark = newMark();
  const [instance = '', run = '', token = ''] = ownerLines(task.lock.owner);
  const parameters = [
    ...[runDirectory(task), mark, task.terminal ? 'terminal' : 'plain', lockFileName(task.lock.name)],
    ...[instance, run, token, String(task.timeLimitMs / 1_000)],
  ];
  const [answer = ''] = await askAgainWhenLost(() =>
    runProgram(transport, beginProgram, parameters, { stdin: taskScript(task, mark) }),
  );
  if (answer === 'started' || answer === 'exists') return answer;
  throw new RemoteOutage(
    trouble('exec-failed', `${transport.name} cannot start work: ${answer.replace('unfit ', '')}.`),
  );
}

/** A task's id is the name of its directory. @throws when it is more than letters, digits and hyphens */
export function runDirectory({ id }: Pick<DetachedTask, 'id'>): string {
  if (!/^[a-z0-9][a-z0-9-]*$/.test(id)) throw new Error(`naming a task: ${JSON.stringify(id)} is not of [a-z0-9-]`);
  return id;
}
