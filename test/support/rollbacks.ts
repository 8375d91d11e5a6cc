import { readdir } from 'node:fs/promises';
import path from 'node:path';
import type { DemoHost } from '../../playground/hosts/host-layout.ts';
import { execute } from '../../playground/servers/postgres.ts';
import { cast } from '../../playground/stage/cast.ts';
import { patienceMs, type Theatre } from './stages.ts';

/** Takes a backup by command and answers with its path. */
export async function backUp(
  { type, message }: Pick<Theatre, 'type' | 'message'>,
  host: DemoHost,
  label: string,
): Promise<string> {
  await type('ana', `backup ${host.name} ${label}`);
  await message([label, host.name, 'Succeeded']);
  const files = await readdir(path.join(host.directory, 'backups', host.name));
  return `backups/${host.name}/${files.find((name) => name.endsWith(`${label}.dump`))}`;
}

/** Asks for a rollback and waits until the list of backups has filled the modal. Answers with all that it says. */
export async function openRestore({ type, stage }: Pick<Theatre, 'type' | 'stage'>, host: DemoHost): Promise<string> {
  await type('ana', `rollback ${host.name}`);
  const filled = () => {
    const view = stage.slack.person(cast.ana).modal();
    return JSON.stringify(view?.definition.blocks ?? '').includes('the database of') ? view : undefined;
  };
  const view = await stage.slack.waitFor(filled, { what: 'the list of backups', timeoutMs: patienceMs });
  return JSON.stringify(view?.definition.blocks);
}

export const rowsOf = ({ databaseUrl }: DemoHost) =>
  execute(databaseUrl, 'SELECT id, name, "createdAt" FROM "Customer" ORDER BY id');

/** What somebody writes after the backup, to be lost. */
export const writeOver = ({ databaseUrl }: DemoHost) =>
  execute(databaseUrl, `UPDATE "Customer" SET name = name || '!'`);

export const safetyBackups = async ({ directory, name }: DemoHost): Promise<readonly string[]> =>
  (await readdir(path.join(directory, '.godwit-safety', name))).filter((file) => file.endsWith('.dump'));
