import path from 'node:path';
import { channels } from '../../stage/cast.ts';
import { backupFiles, contentOfBackup } from '../evidence/backups.ts';
import { contentOf, rowCount, totalRows } from '../evidence/database.ts';
import { ordersByHealth, serviceOf } from '../evidence/service.ts';
import { allOf, says } from '../evidence/slack.ts';
import { watchSteps } from '../live-steps.ts';
import type { Play } from '../play.ts';
import type { Request } from './request-production.ts';

/** The older of two backups comes back with its very rows; what was there a moment before is kept. */
export async function restoreOlderBackup(play: Play, { before }: Request): Promise<void> {
  const { check, network, paper, production, slack } = play;
  const [older = ''] = await backupFiles(production);
  const old = await contentOf(production.databaseUrl);
  const service = await serviceOf(production);
  paper.tell(
    'The vaults were a mistake. Ana wants production back as it was before the deploy; the list says what that costs.',
  );
  await play.types('ana', 'rollback production');
  await play.submits('ana', ['Everything written after'], { 'restore.backup': older });
  const card = await play.until(await play.sees(['Restore production from a backup']), 'Approvals');
  play.show(card);
  check('nothing happens without approvals', await contentOf(production.databaseUrl), old);
  await play.presses('ben', card, 'run.approve');
  await play.presses('cleo', card, 'run.approve');
  const steps = await watchSteps(play, card, '*Succeeded*');
  play.show(card);

  check('service stopped, safety backup, restore, verify, service started, in this order', steps, order);
  const now = await contentOf(production.databaseUrl);
  check(
    `production holds the very rows of the older backup: all ${totalRows(now.tables)}, history and sequences included`,
    now,
    before,
  );
  const again = await serviceOf(production);
  check(
    `the service was stopped and started: process ${service.pid} is gone, ${again.pid} is there`,
    [isAlive(service.pid), isAlive(again.pid)],
    [false, true],
  );
  check(
    `it answers from the restored database: ${rowCount(now, 'Order')} orders`,
    await ordersByHealth(again),
    rowCount(now, 'Order'),
  );
  const safety = /Safety backup: `([^`]+)`/.exec(allOf(slack.current(card) ?? card))?.[1] ?? '';
  check('the card names the safety copy', safety !== '');
  check(
    `the safety copy holds what was there a moment before: ${rowCount(old, 'Order')} orders, with vaults`,
    await contentOfBackup(network.postgres, path.join(production.directory, safety)),
    old,
  );
  check('both backups are where they were', (await backupFiles(production)).length, 2);
  const told = await play.sees(['Succeeded', 'restore production'], channels.team);
  play.show(told, 'dan');
  check('the team knows', says(told, 'restore production from a backup'));
}

const order = [
  'preflight',
  'stop the service',
  'safety backup',
  'restore',
  'verify restore',
  'start the service',
  'health check',
  'notify team',
];

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
