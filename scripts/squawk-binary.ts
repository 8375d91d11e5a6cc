import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

/** squawk's own program for this machine; null where its package has none. */
export function squawkBinary(): string | null {
  const own = createRequire(import.meta.url);
  try {
    const manifest = own.resolve(`@squawk-cli/${process.platform}-${process.arch}/package.json`);
    const file = path.join(path.dirname(manifest), 'bin', process.platform === 'win32' ? 'squawk.exe' : 'squawk');
    return existsSync(file) ? file : null;
  } catch {
    return null; // an optional package of another platform
  }
}
