import { type Dirent, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { unmountBelow } from './unmount-below.ts';

/**
 * Who runs in a playground directory, so that it can be ended by whoever finds the directory, even long after a crash.
 * A pid alone may have been given to somebody else meanwhile; together with its start time it has not.
 * Everything here is synchronous: it must also work while a process is exiting.
 */
export interface RecordedProcess {
  readonly pid: number;
  /** Clock ticks after boot, field 22 of /proc/PID/stat. */
  readonly startTime: string;
  readonly signal: NodeJS.Signals;
}

const extension = '.running';

/** Writes `<directory>/<name>.running`; `signal` is the one that ends this process without waiting for its clients. */
export function recordPid(directory: string, name: string, pid: number, signal: NodeJS.Signals): string {
  const file = path.join(directory, `${name}${extension}`);
  writePidFile(file, pid, signal);
  return file;
}

export function writePidFile(file: string, pid: number, signal: NodeJS.Signals): void {
  writeFileSync(file, `${pid} ${startTimeOf(pid) ?? 'gone'} ${signal}\n`);
}

export function readPidFile(file: string): RecordedProcess | undefined {
  const [pid, startTime, signal] = readFileSync(file, 'utf8').trim().split(' ');
  if (!pid || !startTime || !signal) return undefined;
  return { pid: Number(pid), startTime, signal: signal as NodeJS.Signals };
}

export function isRunning({ pid, startTime }: Pick<RecordedProcess, 'pid' | 'startTime'>): boolean {
  return startTimeOf(pid) === startTime;
}

/** Start time of a living process; undefined for one that is gone or a zombie. */
export function startTimeOf(pid: number): string | undefined {
  const fields = statFields(pid);
  return fields === undefined || fields[0] === 'Z' ? undefined : fields[19];
}

/**
 * Ends every process recorded below `directory` and every process that a login or a host's service left behind,
 * then removes the directory. Blocks at most about two seconds.
 */
export function endAllBelow(directory: string): void {
  const recorded = pidFilesBelow(directory).flatMap((file) => readPidFile(file) ?? []);
  const all = [...recorded, ...markedWith(directory)];
  for (const one of all) if (isRunning(one)) signalQuietly(one.pid, one.signal);
  waitUntilGone(all);
  unmountBelow(directory);
  rmSync(directory, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
}

/** Environment variable of every process started through a private sshd or a demo host: that one's own directory. */
export const playgroundMarker = 'GODWIT_PLAYGROUND';

function markedWith(directory: string): RecordedProcess[] {
  const pids = readdirSync('/proc').map(Number).filter(Number.isInteger);
  const marked = pids.filter((pid) => pid !== process.pid && isMarkedWith(pid, directory));
  return marked.map((pid) => ({ pid, startTime: startTimeOf(pid) ?? 'gone', signal: 'SIGKILL' }));
}

function isMarkedWith(pid: number, directory: string): boolean {
  const marker = `${playgroundMarker}=${directory}`;
  return environmentOf(pid).some((entry) => entry === marker || entry.startsWith(`${marker}/`));
}

function environmentOf(pid: number): string[] {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0');
  } catch {
    return []; // another user's process, or gone since the listing
  }
}

function waitUntilGone(processes: readonly RecordedProcess[]): void {
  const pause = new Int32Array(new SharedArrayBuffer(4));
  for (let tries = 0; tries < 200 && processes.some(isRunning); tries++) Atomics.wait(pause, 0, 0, 10);
  for (const one of processes) if (isRunning(one)) signalQuietly(one.pid, 'SIGKILL');
}

function pidFilesBelow(directory: string): string[] {
  return entriesOf(directory).flatMap((entry) => {
    const full = path.join(directory, entry.name);
    if (entry.isDirectory()) return entry.name === 'node_modules' ? [] : pidFilesBelow(full);
    return entry.name.endsWith(extension) ? [full] : [];
  });
}

function entriesOf(directory: string): Dirent[] {
  try {
    return readdirSync(directory, { withFileTypes: true });
  } catch {
    return []; // removed while walking, or PostgreSQL's own and not readable
  }
}

function statFields(pid: number): string[] | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  } catch {
    return undefined;
  }
}

function signalQuietly(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // it ended by itself in between
  }
}
