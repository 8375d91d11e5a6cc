import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** Unmounts whatever is mounted below the directory, the deepest first; a disk there would keep it from being removed. */
export function unmountBelow(directory: string): void {
  for (const place of mountsBelow(directory)) {
    try {
      execFileSync('umount', ['--lazy', place], { stdio: 'ignore' });
    } catch {
      // another process unmounts it at this moment, or it is another user's
    }
  }
}

function mountsBelow(directory: string): readonly string[] {
  const places = readFileSync('/proc/self/mounts', 'utf8')
    .split('\n')
    .map((line) => line.split(' ')[1] ?? '');
  return places.filter((place) => place.startsWith(`${directory}/`)).toSorted((a, b) => b.length - a.length);
}
