import { execFileSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs';
import path from 'node:path';

/** A disk of a few megabytes that can be filled. */
export interface SmallDisk extends Disposable {
  readonly directory: string;
  /** Null: no disk of its own could be mounted here, so nothing can fill it. */
  readonly fill: (() => void) | null;
  readonly empty: () => void;
}

const megabytes = 48;

/** Mounts a tmpfs where this process may; elsewhere it is a plain directory that cannot be filled. */
export function mountSmallDisk(directory: string): SmallDisk {
  mkdirSync(directory, { recursive: true });
  const mounted = mount(directory);
  const filler = path.join(directory, 'filler');
  return {
    directory,
    fill: mounted ? () => fillUp(filler) : null,
    empty: () => rmSync(filler, { force: true }),
    [Symbol.dispose]: () => {
      if (mounted) execFileSync('umount', ['--lazy', directory]);
    },
  };
}

function mount(directory: string): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m,mode=755`, 'tmpfs', directory], {
      stdio: 'ignore',
    });
    return true;
  } catch {
    return false; // not root, or a container that may not mount
  }
}

function fillUp(file: string): void {
  const descriptor = openSync(file, 'w');
  try {
    for (let size = 1 << 20; size >= 1; size = size > 1 ? size >> 4 : 0) writeUntilFull(descriptor, Buffer.alloc(size));
  } finally {
    closeSync(descriptor);
  }
}

function writeUntilFull(descriptor: number, block: Buffer): void {
  for (;;) {
    try {
      writeSync(descriptor, block);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOSPC') return;
      throw error;
    }
  }
}
