import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { DemoHost } from '../../playground/hosts/host-layout.ts';
import { cast, type Name } from '../../playground/stage/cast.ts';
import { patienceMs, type Scene } from './stages.ts';

/** Rules of an environment on which everything is allowed: ana and ben may ask, the others may destroy. */
export const developmentRules = {
  rights: { request: [cast.ana, cast.ben], destroy: [cast.ben, cast.cleo, cast.dan, cast.finn] },
  allow: ['dev', 'reset', 'push'],
  announce: [],
};

/** Changes the schema file where Prisma reads it, as a developer does; answers with what undoes it. */
export async function editSchema(
  { appDirectory }: DemoHost,
  edit: (schema: string) => string,
): Promise<() => Promise<void>> {
  const file = path.join(appDirectory, 'prisma/schema.prisma');
  const before = await readFile(file, 'utf8');
  await writeFile(file, edit(before));
  return () => writeFile(file, before);
}

/** One more field at the end of `model Product`. */
export const withField =
  (field: string) =>
  (schema: string): string =>
    schema.replace('karat Int         @default(24)', `karat Int         @default(24)\n  ${field}`);

/** Waits until the dialog of `reset` or `push` says every word; answers with all that it says. */
export async function lossesShown({ stage }: Scene, who: Name, ...words: readonly string[]): Promise<string> {
  const filled = () => {
    const said = JSON.stringify(stage.slack.person(cast[who]).modal()?.definition ?? '');
    return words.every((word) => said.includes(word)) ? said : undefined;
  };
  const said = await stage.slack.waitFor(filled, {
    what: `a dialog that says ${words.join(', ')}`,
    timeoutMs: patienceMs,
  });
  return said ?? '';
}
