import { mkdir } from 'node:fs/promises';
import Module from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { inject } from 'vitest';

const program = fileURLToPath(new URL('compiled-packages.cjs', import.meta.url));

/** Variables for Prisma, which is started some hundred times in a run: what Node made of its packages is kept for the next. */
export async function startedCheaply(): Promise<Readonly<Record<string, string>>> {
  const directory = path.join(inject('realParts').directory, 'compiled');
  await mkdir(directory, { recursive: true });
  if ('enableCompileCache' in Module) return { NODE_COMPILE_CACHE: directory };
  return { NODE_OPTIONS: `--require=${program}`, COMPILED_PACKAGES: directory };
}
