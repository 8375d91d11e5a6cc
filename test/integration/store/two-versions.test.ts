import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { claim, released, stepEnded, stepRunning } from '../../../src/domain/decide/execution.ts';
import type { EnvironmentId, InquiryId, RunId } from '../../../src/domain/ids.ts';
import type { Run } from '../../../src/domain/run.ts';
import { startReaper } from '../../../src/jobs/reaper.ts';
import { epochMs } from '../../../src/lib/time.ts';
import { HeldByNewer } from '../../../src/ports/held-by-newer.ts';
import type { Log } from '../../../src/ports/log.ts';
import { type OpenStore, openStore } from '../../../src/store/open-store.ts';
import { wakeWaiting } from '../../../src/usecases/wake-run.ts';
import { sampleRun, silentLog } from '../../fakes/sample-runs.ts';
import { furthered } from '../../support/furthered.ts';
import { freshOwnTables } from '../../support/own-tables.ts';
import { later, noon, running, runningRun, situation } from '../../unit/domain/samples.ts';
import { locksInquiry } from '../../unit/render/lock-samples.ts';

describe('beside a newer version', () => {
  let databaseUrl: string;
  let store: OpenStore;
  let newer: pg.Pool;
  const warned: string[] = [];
  const errors: unknown[] = [];
  const log: Log = {
    ...silentLog,
    warn: (fields) => void warned.push(JSON.stringify(fields)),
    error: (fields) => void errors.push(fields),
  };
  beforeAll(async () => {
    databaseUrl = await freshOwnTables('versions');
    store = openStore({ databaseUrl, log });
    newer = new pg.Pool({ connectionString: databaseUrl, max: 1 });
  });
  afterAll(async () => {
    await newer.end();
    await store[Symbol.asyncDispose]();
  });

  let count = 0;
  const place = () => `shop/e${count++}` as EnvironmentId;
  const keep = async (run: Run): Promise<Run> => {
    await store.createRun(run.environment, null, () => ({ kind: 'proceed', run, effects: [], wakeAt: null }));
    return run;
  };
  const documentOf = async (id: string) =>
    (await newer.query<{ document: Record<string, unknown> }>('SELECT document FROM run WHERE id = $1', [id])).rows[0]
      ?.document;
  const write = (id: string, document: unknown) =>
    newer.query('UPDATE run SET document = $2 WHERE id = $1', [id, JSON.stringify(document)]);
  /** A run that waits for nothing this version knows. */
  const unreadable = async (environment: EnvironmentId): Promise<RunId> => {
    const { id } = await keep(sampleRun(`r${environment.slice(5)}`, { environment, state: running }));
    await write(id, { ...(await documentOf(id)), state: { kind: 'rehearsing', on: 'a copy' } });
    return id;
  };

  it('gives back what the other added, at every level that it changes', async () => {
    const environment = place();
    const { id } = await keep(runningRun('backup', { id: 'rkeys' as RunId, environment }));
    const written = furthered(await documentOf(id)) as Record<string, unknown> & {
      steps: { name: string; state: object }[];
    };
    await write(id, written);
    const step = { token: running.token, step: 'backup' } as const;
    const progress = { ...step, now: noon, progress: '1 GB', begun: true, memo: null };
    await store.changeRun(id, null, (run) => stepRunning(run, progress));
    const changed = written.steps.map((one) =>
      one.name === 'backup' ? { ...one, state: { ...one.state, progress: '1 GB', begun: true } } : one,
    );
    expect(await documentOf(id)).toEqual({ ...written, steps: changed });

    const result = { kind: 'done', summary: 'done', exitCode: 0 } as const;
    await store.changeRun(id, null, (run) => stepEnded(run, { ...step, result }, situation()));
    await store.changeRun(id, null, (run) => released(run, running.token, noon));
    await store.changeRun(id, null, (run) => claim(run, 'w2', situation({ now: later(1) })));
    const { laterSaid, requestedBy, checklist, steps } = (await documentOf(id)) as Record<string, unknown> & {
      steps: { laterSaid?: unknown }[];
    };
    expect({ laterSaid, checklist, requestedBy }).toMatchObject({
      laterSaid: expect.anything(),
      checklist: { laterSaid: expect.anything() },
    });
    expect(steps.every((one) => one.laterSaid !== undefined)).toBe(true);
  });

  it('gives back what the other added to a question, beside its answer', async () => {
    const inquiry = locksInquiry({ id: 'qkeys' as InquiryId });
    await store.createInquiry(inquiry, null, []);
    await newer.query('UPDATE inquiry SET document = $2 WHERE id = $1', [
      inquiry.id,
      JSON.stringify(furthered(inquiry)),
    ]);
    await store.changeInquiry(inquiry.id, null, (inquiry) => ({ kind: 'proceed', inquiry, effects: [] }));
    const { rows } = await newer.query('SELECT document FROM inquiry WHERE id = $1', [inquiry.id]);
    expect(rows[0]?.document).toEqual(furthered(inquiry));
  });

  it('leaves a run alone that it cannot read, and says so once', async () => {
    const environment = place();
    const id = await unreadable(environment);
    const before = await documentOf(id);
    await expect(store.run(id)).rejects.toThrow(HeldByNewer);
    const decide = vi.fn();
    await expect(store.changeRun(id, null, decide)).rejects.toThrow(HeldByNewer);
    await expect(store.changeRun(id, 'press', decide)).rejects.toThrow(HeldByNewer);
    expect(decide).not.toHaveBeenCalled();
    const beside = await keep(sampleRun('rreadable', { environment: place() }));
    expect((await store.openRuns()).map((run) => run.id)).toContain(beside.id);
    expect((await store.openRuns()).map((run) => run.id)).not.toContain(id);
    expect(await store.runs({ environment, limit: 9 })).toEqual([]);
    expect(await documentOf(id)).toEqual(before);
    const words = warned.filter((line) => line.includes(`run ${id}`));
    expect(words).toHaveLength(1);
    expect(words[0]).toContain('state.kind');
    expect(words[0]).not.toContain('a copy');
  });

  it('sees that it holds the environment, and opens no other there', async () => {
    const environment = place();
    const id = await unreadable(environment);
    expect(await store.surroundings(environment)).toMatchObject({ open: null, newer: id, executing: id });
    const second = sampleRun('rsecond', { environment });
    const asked = await store.createRun(environment, null, ({ open }) => {
      expect(open).toBeNull();
      return { kind: 'proceed', run: second, effects: [], wakeAt: null };
    });
    expect(asked).toMatchObject({ kind: 'refused', refusal: { code: 'environment-busy', run: id } });
    const backup = sampleRun('rbeside', { environment, purpose: { kind: 'backup', label: '', forRun: null } });
    await keep(backup);
    const again = await store.changeRun(backup.id, null, (run) => ({
      kind: 'proceed',
      run,
      effects: [],
      wakeAt: null,
    }));
    expect(again.kind).toBe('changed');
  });

  it('does not reap it, and goes on with the others', async () => {
    const id = await unreadable(place());
    await newer.query(`UPDATE run SET beat_at = '2020-01-01', wake_at = '2020-01-01' WHERE id = $1`, [id]);
    const other = await keep(sampleRun('rdue', { environment: place() }));
    await newer.query(`UPDATE run SET wake_at = '2020-01-02' WHERE id = $1`, [other.id]);
    const looked: string[] = [];
    const touch = async (run: RunId) => {
      looked.push(run);
      await store.changeRun(run, null, () => ({ kind: 'leave' }));
    };
    const due = new Promise<void>((resolve) => {
      const reaper = startReaper({
        store,
        log,
        now: () => epochMs(Date.now()),
        onSilent: ({ run }) => touch(run),
        onDue: async (run) => {
          await touch(run);
          if (run === other.id) resolve(reaper[Symbol.asyncDispose]());
        },
      });
    });
    await due;
    expect(looked).toEqual(expect.arrayContaining([id, other.id]));
    expect(await documentOf(id)).toMatchObject({ state: { kind: 'rehearsing' } });
    expect(errors).toEqual([]);
  });

  it('has it looked at by the newer version when what it waited for is over', async () => {
    const environment = place();
    const id = await unreadable(environment);
    const at = async (ms: number) => {
      const clock = { now: () => later(ms), newRunId: () => id, newInquiryId: () => 'q' as InquiryId };
      await wakeWaiting(
        { store, log, clock, configuration: { zone: 'UTC', groups: new Map(), environments: [] } },
        environment,
      );
      return store.dueRuns(noon);
    };
    expect(await at(1)).not.toContain(id);
    expect(await at(0)).toContain(id);
    expect(await at(1)).toContain(id);
    await newer.query(`UPDATE run SET wake_at = NULL WHERE id = $1`, [id]);
  });

  it('leaves work of a kind that it does not know to the relay that does', async () => {
    const work = { kind: 'job', job: { name: 'rehearse-run', run: 'r1' } };
    const later = { kind: 'draw', key: 'k', urgency: 'whenever' };
    const known = { kind: 'job', job: { name: 'prepare-run', run: 'r1', laterSaid: 1 } };
    await newer.query('DELETE FROM outbox');
    for (const one of [work, later, known])
      await newer.query('INSERT INTO outbox (work) VALUES ($1)', [JSON.stringify(one)]);
    const at = epochMs(Date.now());
    expect(await store.takeOutbox(10, at)).toMatchObject([{ work: known }]);
    const { rows } = await newer.query<{ sequence: string; given: boolean; name: string | null }>(
      `SELECT sequence, given_at IS NOT NULL AS given, work #>> '{job,name}' AS name FROM outbox ORDER BY sequence`,
    );
    expect(rows.find(({ name }) => name === 'rehearse-run')?.given).toBe(false);
    await newer.query('UPDATE outbox SET given_at = to_timestamp(0)');
    expect((await store.givenOutbox(at, 10)).map(({ work }) => work)).toEqual([known]);
    const unknown = rows.find(({ name }) => name === 'rehearse-run')?.sequence ?? '';
    await expect(store.outboxWork(`o${unknown}-1`)).rejects.toThrow(HeldByNewer);
  });

  it('draws no message of a kind that it does not know', async () => {
    await newer.query(`INSERT INTO message (key, subject) VALUES ('k-later', '{"kind":"rehearsal"}')`);
    await expect(store.message('k-later')).rejects.toThrow(HeldByNewer);
    expect(await store.staleMessages()).toContain('k-later');
  });
});
