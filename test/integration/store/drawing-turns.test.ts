import { expect, it } from 'vitest';
import { execute } from '../../../playground/servers/postgres.ts';
import { openStore } from '../../../src/store/open-store.ts';
import { silentLog } from '../../fakes/sample-runs.ts';
import { freshOwnTables } from '../../support/own-tables.ts';
import { moment } from '../../support/remotes.ts';

const key = 'run-card/r1/C1';

it('lets nobody draw a message that another process is drawing, and others be drawn meanwhile', async () => {
  const databaseUrl = await freshOwnTables('drawing');
  await using first = openStore({ databaseUrl, log: silentLog });
  await using second = openStore({ databaseUrl, log: silentLog });
  const order: string[] = [];
  const [begun, slackAnswers] = [moment(), moment()];
  const older = first.whileDrawing(key, async () => {
    begun.come();
    await slackAnswers.came;
    order.push('older');
  });
  await begun.came;
  const inSameProcess = first.whileDrawing(key, async () => void order.push('newer'));
  const elsewhere = second.whileDrawing(key, async () => void order.push('newer'));
  await first.whileDrawing('another', async () => void order.push('another'));
  await second.whileDrawing('another', async () => void order.push('another'));
  slackAnswers.come();
  await Promise.all([older, inSameProcess, elsewhere]);
  expect(order).toEqual(['another', 'another', 'older', 'newer', 'newer']);
});

it('gives the turn of a lost session to the next one, and passes on what broke', async () => {
  const databaseUrl = await freshOwnTables('drawing');
  await using first = openStore({ databaseUrl, log: silentLog });
  await using second = openStore({ databaseUrl, log: silentLog });
  const [begun, ending] = [moment(), moment()];
  const lost = first.whileDrawing(key, async () => {
    begun.come();
    await ending.came;
    throw new Error('slack is away');
  });
  await begun.came;
  await execute(
    databaseUrl,
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
     WHERE application_name = 'godwit drawing' AND datname = current_database()`,
  );
  const drawn: string[] = [];
  await second.whileDrawing(key, async () => void drawn.push('second'));
  ending.come();
  await expect(lost).rejects.toThrow('slack is away');
  await first.whileDrawing(key, async () => void drawn.push('first'));
  expect(drawn).toEqual(['second', 'first']);
});
