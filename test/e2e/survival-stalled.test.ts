import { expect, test } from 'vitest';
import type { Run } from '../../src/domain/run.ts';
import { openTheatre } from '../support/stages.ts';
import { copiesOf, gateBackups, isEnded, staging, tasksOf, tokenOf, untilRun, watch } from '../support/survival.ts';

test('a worker that stood still and comes back after its run was taken over writes nothing any more', async () => {
  await using theatre = await openTheatre({ roles: 'apart' });
  const { type, message, staging: host, stage } = theatre;
  await using store = watch(stage.databaseUrl);
  const until = (what: string, fits: (run: Run) => boolean) => untilRun(store, { environment: staging, what }, fits);
  const backups = await gateBackups(host);
  await type('ana', 'backup staging stalled');
  const gate = await backups.reached();
  const [stalled] = copiesOf(stage.godwits, 'worker');
  if (stalled === undefined) throw new Error('there is no worker');
  process.kill(stalled.pid, 'SIGSTOP');
  await stage.start('worker');
  await until('another worker that has the run', (run) => tokenOf(run) === 2);
  process.kill(stalled.pid, 'SIGCONT');
  await gate.letThrough();
  await message(['stalled', 'Succeeded']);

  const run = await until('the end', isEnded);
  expect(run.state).toMatchObject({ ending: { kind: 'succeeded' } });
  expect(await backups.starts()).toBe(1);
  const [printed = ''] = [...(await tasksOf(run)).values()];
  const { password } = new URL(host.databaseUrl);
  expect(await store.logText(run.id, 'backup')).toBe(printed.replaceAll(password, '*'.repeat(password.length)));
  expect((await store.audit({ run: run.id, limit: 50 })).filter(({ action }) => action === 'run.started')).toHaveLength(
    1,
  );
}, 180_000);
