import { statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/**
 * Where private servers may live: the temporary directory, or, where we are root and it lets nobody else in, another
 * one. PostgreSQL refuses to run as root, and its account has to get through to its files.
 * @throws a sentence that says what to set, where there is none
 */
export function temporaryPlace(
  isRoot: boolean = process.getuid?.() === 0,
  places: readonly [string, ...string[]] = [tmpdir(), '/tmp', '/var/tmp'],
): string {
  const [first] = places;
  if (!isRoot) return first;
  const found = places.find(everybodyGetsThrough);
  if (found !== undefined) return found;
  throw new Error(
    `making a place for private servers: PostgreSQL runs as another account than root and cannot enter ${first}; set TMPDIR to a directory that everybody may enter`,
  );
}

/** Whether every directory on the way lets others pass. */
function everybodyGetsThrough(directory: string): boolean {
  const parent = path.dirname(directory);
  const mode = statSync(directory, { throwIfNoEntry: false })?.mode ?? 0;
  return (mode & 0o001) !== 0 && (parent === directory || everybodyGetsThrough(parent));
}
