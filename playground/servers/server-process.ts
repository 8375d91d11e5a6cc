import { type ChildProcess, spawn } from 'node:child_process';
import { createWriteStream, rmSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { recordPid } from './pid-files.ts';

export interface ServerCommand {
  readonly name: string;
  /** Where the log (`<name>.log`) and the pid file go. */
  readonly directory: string;
  readonly argv: readonly [string, ...string[]];
  readonly ready: RegExp;
  readonly account?: { readonly uid: number; readonly gid: number } | undefined;
  readonly environment?: NodeJS.ProcessEnv;
  /** Ends it at once, without waiting for clients. */
  readonly stopSignal: NodeJS.Signals;
  /** Told of each line that it logs, when it does. */
  readonly onLine?: (line: string) => void;
}

export interface ServerProcess {
  readonly pid: number;
  readonly exited: Promise<void>;
  /** Sends the signal (default: the stop signal) and waits for the end; does nothing to one that ended. */
  stop(signal?: NodeJS.Signals): Promise<void>;
}

/**
 * Starts a server as a child and waits for its ready line.
 * `setpriv --pdeathsig` lets the kernel end it together with this process, so that not even kill -9 leaves it behind.
 * @throws with the last lines of its output when it ends before it is ready
 */
export async function startServer(command: ServerCommand): Promise<ServerProcess> {
  const child = spawn('setpriv', ['--pdeathsig', command.stopSignal.replace('SIG', ''), '--', ...command.argv], {
    cwd: command.directory,
    env: { PATH: process.env.PATH, LC_ALL: 'C.UTF-8', ...command.environment },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...command.account,
  });
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const { pid } = child;
  if (pid !== undefined) {
    const pidFile = recordPid(command.directory, command.name, pid, command.stopSignal); // before it is ready: we may be interrupted
    void exited.then(() => rmSync(pidFile, { force: true }));
  }
  await readyLine(child, command);
  if (pid === undefined) throw new Error(`starting ${command.name}: no process`);
  return { pid, exited, stop: (signal = command.stopSignal) => end(child, exited, signal) };
}

async function end(child: ChildProcess, exited: Promise<void>, signal: NodeJS.Signals): Promise<void> {
  child.kill(signal);
  await exited;
}

function readyLine(child: ChildProcess, { name, directory, ready, onLine: tell }: ServerCommand): Promise<void> {
  const log = createWriteStream(path.join(directory, `${name}.log`), { flags: 'a' });
  log.on('error', () => undefined); // the directory is removed while the last lines arrive
  const lines: string[] = [];
  return new Promise((resolve, reject) => {
    const onLine = (line: string) => {
      tell?.(line);
      log.write(`${line}\n`);
      if (lines.push(line) > 20) lines.shift();
      if (ready.test(line)) resolve();
    };
    for (const stream of [child.stdout, child.stderr])
      if (stream) createInterface({ input: stream }).on('line', onLine);
    child.once('error', (cause) => reject(new Error(`starting ${name}: ${cause.message}`, { cause })));
    child.once('close', (code) => {
      log.end();
      reject(new Error(`starting ${name}: ended with ${code}\n${lines.join('\n')}`));
    });
  });
}
