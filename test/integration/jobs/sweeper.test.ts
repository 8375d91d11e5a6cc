import { EventEmitter, once } from 'node:events';
import { expect, it } from 'vitest';
import { execute } from '../../../playground/servers/postgres.ts';
import type { InquiryId } from '../../../src/domain/ids.ts';
import { startSweeper } from '../../../src/jobs/sweeper.ts';
import { after } from '../../../src/lib/time.ts';
import { openStore } from '../../../src/store/open-store.ts';
import { ana, channel, noon, production, sampleRun, silentLog } from '../../fakes/sample-runs.ts';
import { freshOwnTables } from '../../support/own-tables.ts';

const dayMs = 24 * 60 * 60_000;

it('removes old questions, deliveries and logs, and leaves what is young or open', async () => {
  const databaseUrl = await freshOwnTables('sweeper');
  await using store = openStore({ databaseUrl, log: silentLog });
  const ask = async (id: string, ageDays: number) => {
    const inquiry = id as InquiryId;
    const question = { kind: 'status', environment: production } as const;
    const askedAt = after(noon, -ageDays * dayMs);
    const asked = { id: inquiry, question, askedBy: ana, askedAt, channel, finding: null, complete: false };
    const message = { kind: 'answer', inquiry, channel } as const;
    const answer = { kind: 'in-channel', url: 'http://127.0.0.1/' } as const;
    await store.createInquiry({ ...asked, answer }, `delivery of ${id}`, [
      { kind: 'draw', message, urgency: 'result' },
    ]);
  };
  await ask('qold', 31);
  await ask('qyoung', 29);
  await execute(databaseUrl, `UPDATE delivery SET at = '2026-10-20' WHERE key = 'delivery of qold'`);
  const state = { kind: 'ended', ending: { kind: 'expired' }, startedAt: null, endedAt: noon } as const;
  for (const [id, ageDays, ended] of [
    ['rold', 366, true],
    ['ryoung', 364, true],
    ['ropen', 400, false],
  ] as const) {
    const run = sampleRun(id, { requestedAt: after(noon, -ageDays * dayMs), ...(ended ? { state } : {}) });
    await store.createRun(run.environment, null, () => ({ kind: 'proceed', run, effects: [], wakeAt: null }));
    await store.appendLog(run.id, { step: 'backup', offset: 0, bytes: Buffer.from('hello') });
  }

  const events = new EventEmitter();
  const swept = once(events, 'swept');
  const log = { ...silentLog, info: (gone: object) => void events.emit('swept', gone) };
  await using _sweeper = startSweeper({ store, log, now: () => noon });
  expect(await swept).toEqual([{ inquiries: 1, deliveries: 1, logs: 1 }]);
  const left = await execute(
    databaseUrl,
    `SELECT (SELECT array_agg(id) FROM inquiry) AS inquiries, (SELECT array_agg(subject ->> 'inquiry') FROM message) AS
       answers, (SELECT array_agg(key) FROM delivery) AS deliveries,
       (SELECT array_agg(run ORDER BY run) FROM log_chunk) AS logs, (SELECT count(*)::int FROM run) AS runs`,
  );
  expect(left).toEqual([
    {
      inquiries: ['qyoung'],
      answers: ['qyoung'],
      deliveries: ['delivery of qyoung'],
      logs: ['ropen', 'ryoung'],
      runs: 3,
    },
  ]);
});
