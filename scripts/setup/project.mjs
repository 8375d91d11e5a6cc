import { createHash } from 'node:crypto';
import { readdirSync, statSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));

/** A file of this project and user outside the project: it outlives node_modules. @param {string} extension */
export function scratchFile(extension) {
  const id = createHash('sha256').update(root).digest('hex').slice(0, 8);
  return path.join(tmpdir(), `godwit-setup-${userInfo().username}-${id}.${extension}`);
}

/** Milliseconds since 1970; 0 for what is not there. @param {string} file relative to the project */
export function changedAt(file) {
  return statSync(path.join(root, file), { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

/** The newest change of any file below a folder. @param {string} folder relative to the project */
export function newestBelow(folder) {
  const entries = readdirSync(path.join(root, folder), { withFileTypes: true });
  const times = entries.map((entry) => {
    const inside = path.join(folder, entry.name);
    return entry.isDirectory() ? newestBelow(inside) : changedAt(inside);
  });
  return Math.max(0, ...times);
}
