import { expect, onTestFinished, test } from 'vitest';
import { addMigration } from '../../../playground/hosts/migrations.ts';
import { statusCommand } from '../../../src/prisma-cli/commands.ts';
import { compareMigrations } from '../../../src/prisma-cli/compare.ts';
import { datasourceDifferences } from '../../../src/prisma-cli/datasource.ts';
import { disagreements } from '../../../src/prisma-cli/disagreements.ts';
import { readStatus } from '../../../src/prisma-cli/read-status.ts';
import { freshHost } from '../../support/hosts.ts';
import { bySsh, connected, environmentOf } from './connected.ts';

test('the probe and prisma itself see the same database and the same pending file', async () => {
  const host = await freshHost();
  await addMigration(host, '20240601090000_add_vault', 'CREATE TABLE "Vault" (id int);\n');
  const environment = environmentOf(host, bySsh());
  const remote = await connected(environment.host);
  onTestFinished(() => remote[Symbol.asyncDispose]());
  const opened = await remote.targets.open(environment, remote.host);
  if (opened.kind === 'trouble') throw new Error(opened.trouble.message);
  const { session } = opened;
  const comparison = compareMigrations({ files: session.project.files, history: await session.history() });
  await session[Symbol.asyncDispose]();

  const exit = await remote.host.exec({
    argv: statusCommand(environment),
    directory: environment.directory,
    stdin: null,
    timeLimitMs: 30_000,
  });
  if (exit.kind !== 'exited') throw new Error(exit.kind);
  const status = readStatus(exit);
  expect(status.verdict).toEqual({ kind: 'pending', pending: comparison.pending });
  expect(disagreements(comparison, status)).toEqual([]);
  expect(status.datasource && datasourceDifferences(status.datasource, session.identity)).toEqual([]);
});
