import { chmodSync, mkdtempSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { endAllBelow, isRunning, readPidFile, writePidFile } from './pid-files.ts';
import { temporaryPlace } from './temporary-place.ts';

/** With the pid namespace: the pids in it mean nothing to a container that shares this temporary directory. */
const prefix = `godwit-playground-${statSync('/proc/self/ns/pid').ino}-`;
/** Not named like the pid files of servers: whoever removes the directory ends those, and may be the owner. */
const ownerFile = 'owner';

export interface PlaygroundDirectory {
  readonly path: string;
  /** Ends what still runs in it and removes it. */
  remove(): void;
}

/**
 * A temporary directory that does not outlive its process: removed with everything that runs in it at exit, at SIGINT,
 * SIGTERM and SIGHUP, and, after a kill -9, by the next process that opens one.
 */
export async function openPlaygroundDirectory(): Promise<PlaygroundDirectory> {
  const place = temporaryPlace();
  reapAbandoned(place);
  const directory = mkdtempSync(path.join(place, prefix)); // no pause in which a signal would find nobody to clean up
  const forget = atTheEnd(() => endAllBelow(directory));
  chmodSync(directory, 0o711); // PostgreSQL runs as another account when we are root, and must get through
  writePidFile(path.join(directory, ownerFile), process.pid, 'SIGTERM');
  writeFileSync(path.join(directory, 'README'), 'Private servers of a test or demo run; removed when it ends.\n');
  return {
    path: directory,
    remove: () => {
      forget();
      endAllBelow(directory);
    },
  };
}

/** Removes what processes left behind that could not clean up. */
export function reapAbandoned(parent: string = temporaryPlace()): void {
  for (const name of readdirSync(parent)) {
    const directory = path.join(parent, name);
    if (name.startsWith(prefix) && isAbandoned(directory)) removeIfPossible(directory);
  }
}

function removeIfPossible(directory: string): void {
  try {
    endAllBelow(directory);
  } catch {
    // another process is removing it at this moment, or it is another user's
  }
}

function isAbandoned(directory: string): boolean {
  try {
    const owner = readPidFile(path.join(directory, ownerFile));
    return owner !== undefined && !isRunning(owner);
  } catch {
    return false; // just being made, or being removed
  }
}

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Runs `clean` once when the process ends, and returns how to call that off.
 * A signal that nobody else handles is raised again afterwards, so that the process ends the way it was told to.
 */
function atTheEnd(clean: () => void): () => void {
  const onSignal = (signal: NodeJS.Signals) => {
    if (process.listenerCount(signal) > 1) return; // somebody else ends this process; 'exit' cleans then
    forget();
    clean();
    process.kill(process.pid, signal);
  };
  const forget = () => {
    process.off('exit', clean);
    for (const signal of signals) process.off(signal, onSignal);
  };
  process.on('exit', clean);
  for (const signal of signals) process.on(signal, onSignal);
  return forget;
}
