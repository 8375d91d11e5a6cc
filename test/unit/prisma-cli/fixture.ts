import { readFileSync } from 'node:fs';
import type { PrismaOutput } from '../../../src/prisma-cli/output.ts';

/** What the real CLI printed in the named situation. */
export function printed(name: string, release = '7.10'): PrismaOutput {
  const text = readFileSync(new URL(`../../fixtures/prisma/${release}/${name}.txt`, import.meta.url), 'utf8');
  const [, code, stdout = '', stderr = ''] =
    /^exit (\d+)\n--- stdout\n([\s\S]*)--- stderr\n([\s\S]*)$/.exec(text) ?? [];
  if (code === undefined) throw new Error(`reading fixture ${name}: not in the form of the others`);
  return { code: Number(code), stdout, stderr };
}

/** Both streams in one log, as a detached run keeps them. */
export function logged(name: string): PrismaOutput {
  const { code, stdout, stderr } = printed(name);
  return { code, stdout: `${stderr}${stdout}`, stderr: '' };
}
