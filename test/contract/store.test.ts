import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Backup } from '../../src/domain/backup.ts';
import type { AuditEntry, Effect } from '../../src/domain/effect.ts';
import type { EnvironmentId, GroupId, InquiryId, RunId, Sha256, UserId } from '../../src/domain/ids.ts';
import type { Inquiry } from '../../src/domain/inquiry.ts';
import type { ReviewDetail } from '../../src/domain/review-detail.ts';
import type { Run } from '../../src/domain/run.ts';
import { type EpochMs, after as later } from '../../src/lib/time.ts';
import type { Decision, Store } from '../../src/ports/store.ts';
import { openStore } from '../../src/store/open-store.ts';
import { memoryStore } from '../fakes/memory-store.ts';
import { ana, channel, noon, production, sampleRun, silentLog } from '../fakes/sample-runs.ts';
import { freshOwnTables } from '../support/own-tables.ts';
import { idleMark, locksInquiry } from '../unit/render/lock-samples.ts';

type Opened = Store & AsyncDisposable;
type Open = (now: () => EpochMs) => Promise<Opened>;

const openings: readonly (readonly [name: string, open: Open])[] = [
  ['in memory', async (now) => memoryStore({ now })],
  ['on Postgres', async (now) => openStore({ databaseUrl: await freshOwnTables('store'), log: silentLog, now })],
];

const proceed = (run: Run, effects: readonly Effect[] = [], wakeAt: EpochMs | null = null): Decision => ({
  kind: 'proceed',
  run,
  effects,
  wakeAt,
});
const refused: Decision = { kind: 'refuse', refusal: { code: 'self-approval' } };
const card = (run: Run, urgency: 'result' | 'progress' = 'progress'): Effect => ({
  kind: 'draw',
  message: { kind: 'run-card', run: run.id, channel },
  urgency,
});
const prepare = (run: Run): Effect => ({ kind: 'enqueue', job: { name: 'prepare-run', run: run.id } });
const entry = (run: Run, action: string): AuditEntry => ({
  at: noon,
  actor: ana,
  action,
  environment: run.environment,
  run: run.id,
  detail: { zahl: 1.5, ä: ['b', null, true] },
});
const record = (run: Run, action = 'run.requested'): Effect => ({ kind: 'record', entry: entry(run, action) });
const running = (token: number): Run['state'] => ({
  kind: 'running',
  startedAt: noon,
  worker: 'worker-1',
  token,
  cancelling: null,
});
const ended: Run['state'] = { kind: 'ended', ending: { kind: 'succeeded' }, startedAt: noon, endedAt: noon };

describe.each(openings)('the store %s', (_name, open) => {
  let store: Opened;
  let clock = noon;
  let count = 0;
  beforeAll(async () => {
    store = await open(() => clock);
  });
  afterAll(() => store[Symbol.asyncDispose]());

  /** A run of an environment of its own, so that tests do not meet. */
  const fresh = (replaced: Partial<Run> = {}): Run => {
    count += 1;
    return sampleRun(`r${count}`, { environment: `test/${count}` as EnvironmentId, ...replaced });
  };
  const create = async (run: Run, effects: readonly Effect[] = [], wakeAt: EpochMs | null = null) => {
    const changed = await store.createRun(run.environment, null, () => proceed(run, effects, wakeAt));
    expect(changed.kind).toBe('changed');
    return run;
  };
  const become = async (run: Run, state: Run['state'], effects: readonly Effect[] = []) =>
    store.changeRun(run.id, null, (now) => proceed({ ...now, state }, effects));
  const drain = async () => {
    const rows = await store.takeOutbox(1_000, clock);
    for (const row of rows) await store.finishOutbox(row.id);
    return rows.map(({ work }) => work);
  };

  describe('deciding', () => {
    it('keeps a run whole and gives it back as it was', async () => {
      const run = await create(fresh({ backup: null }));
      expect(await store.run(run.id)).toEqual(run);
      expect(await store.run('r-none' as RunId)).toBeNull();
    });

    it('says that a run is missing without asking anybody', async () => {
      const changed = await store.changeRun('r-none' as RunId, 'trigger-missing', () => {
        throw new Error('was asked');
      });
      expect(changed).toEqual({ kind: 'missing' });
    });

    it('writes nothing of a refused decision, not even the delivery', async () => {
      const run = await create(fresh());
      await drain();
      const first = await store.changeRun(run.id, 'trigger-refused', () => refused);
      expect(first).toEqual({ kind: 'refused', refusal: { code: 'self-approval' } });
      expect(await store.changeRun(run.id, 'trigger-refused', () => ({ kind: 'leave' }))).toEqual({ kind: 'left' });
      expect(await store.run(run.id)).toEqual(run);
      const third = await store.changeRun(run.id, 'trigger-refused', (now) => proceed(now, [prepare(now)]));
      expect(third.kind).toBe('changed');
      expect(await drain()).toEqual([{ kind: 'job', job: { name: 'prepare-run', run: run.id } }]);
    });

    it('acts once on a delivery, however often and however fast it comes', async () => {
      const run = fresh();
      await drain();
      const press = () => store.createRun(run.environment, 'trigger-many', () => proceed(run, [prepare(run)]));
      const kinds = (await Promise.all([press(), press(), press()])).map(({ kind }) => kind);
      expect(kinds.sort()).toEqual(['changed', 'repeated', 'repeated']);
      expect(await press()).toEqual({ kind: 'repeated' });
      expect(await drain()).toHaveLength(1);
    });

    it('lets fifty presses at once each see the one before', async () => {
      const run = await create(fresh());
      const press = (n: number) =>
        store.changeRun(run.id, `trigger-fifty-${n}`, (now) =>
          proceed({ ...now, approvals: [...now.approvals, { by: ana, at: noon, receipt: `${n}` as Sha256 }] }),
        );
      const presses = await Promise.all(Array.from({ length: 50 }, (_, n) => press(n)));
      expect(presses.every(({ kind }) => kind === 'changed')).toBe(true);
      const approvals = (await store.run(run.id))?.approvals ?? [];
      expect(new Set(approvals.map(({ receipt }) => receipt)).size).toBe(50);
    });

    it('lets one of many requests at once be the open one', async () => {
      const runs = Array.from({ length: 10 }, (_, n) =>
        sampleRun(`race${count}x${n}`, { environment: fresh().environment }),
      );
      const environment = runs[0]?.environment ?? production;
      const racers = runs.map((run) => ({ ...run, environment }));
      const all = await Promise.all(racers.map((run) => store.createRun(environment, null, () => proceed(run))));
      const won = all.flatMap((changed) => (changed.kind === 'changed' ? [changed.run.id] : []));
      expect(won).toHaveLength(1);
      const lost = all.filter(({ kind }) => kind === 'refused');
      expect(lost).toHaveLength(9);
      for (const changed of lost) {
        const refusal = { code: 'environment-busy', environment, run: won[0], link: null };
        expect(changed).toEqual({ kind: 'refused', refusal });
      }
    });

    it('lets a backup stand beside an open request, and a new request follow an ended one', async () => {
      const deploy = await create(fresh());
      const { environment } = deploy;
      const backup = fresh({ environment, purpose: { kind: 'backup', label: 'before', forRun: deploy.id } });
      await create(backup);
      const second = fresh({ environment, purpose: backup.purpose });
      expect(await store.createRun(environment, null, () => proceed(second))).toMatchObject({ kind: 'refused' });
      await become(deploy, ended);
      await create(fresh({ environment }));
      const open = (await store.runs({ environment, limit: 10 })).filter((run) => run.state.kind !== 'ended');
      expect(open).toHaveLength(2);
    });

    it('shows a decision what surrounds it', async () => {
      const deploy = await create(fresh());
      const { environment } = deploy;
      const backup = await create(fresh({ environment, purpose: { kind: 'backup', label: 'b', forRun: null } }));
      await become(backup, running(1));
      const freeze = { environment, reason: 'fair', by: ana, since: noon, until: later(noon, 1_000) };
      await store.setFreeze(freeze, null, []);
      await store.saveGroup('S01' as GroupId, { members: [ana], fetchedAt: noon });
      await store.savePerson(ana, { fullMember: true, zone: null, fetchedAt: noon });
      await store.changeRun(deploy.id, null, (_run, around) => {
        expect(around).toMatchObject({ freeze, open: null, executing: backup.id });
        expect(around.groups.get('S01' as GroupId)).toEqual({ members: [ana], fetchedAt: noon });
        expect(around.people.get(ana)).toEqual({ fullMember: true, zone: null, fetchedAt: noon });
        return { kind: 'leave' };
      });
      const around = await store.surroundings(environment);
      expect(around.open?.id).toBe(deploy.id);
      const { groups, people } = around;
      expect(await store.knownPeople()).toEqual({ groups, people });
      expect(people.get(ana)?.fullMember).toBe(true);
    });

    it('lets a freeze and a start on one environment see each other', async () => {
      const run = await create(fresh());
      const { environment } = run;
      const freeze = { environment, reason: 'fair', by: ana, since: noon, until: null };
      const start = store.changeRun(run.id, null, (now, around) =>
        around.freeze === null ? proceed({ ...now, state: running(1) }) : refused,
      );
      const [started, set] = await Promise.all([start, store.setFreeze(freeze, null, [])]);
      expect(set).toBe('set');
      const again = await store.changeRun(run.id, null, (_now, around) =>
        around.freeze ? refused : { kind: 'leave' },
      );
      expect(again.kind).toBe('refused');
      expect(['changed', 'refused']).toContain(started.kind);
    });
  });

  describe('listing', () => {
    it('gives runs newest first, of one environment or of all', async () => {
      const environment = fresh().environment;
      const old = await create(fresh({ environment, requestedAt: later(noon, 1_000), state: ended }));
      const young = await create(fresh({ environment, requestedAt: later(noon, 2_000) }));
      expect((await store.runs({ environment, limit: 5 })).map(({ id }) => id)).toEqual([young.id, old.id]);
      expect((await store.runs({ environment: null, limit: 1 })).map(({ id }) => id)).toEqual([young.id]);
    });

    it('knows the backups that runs made', async () => {
      const made = fresh({ purpose: { kind: 'backup', label: 'b', forRun: null } });
      const { environment } = made;
      const backup: Backup = {
        path: 'backups/a.dump',
        bytes: 3,
        modifiedAt: noon,
        environment,
        run: made.id,
        by: 'pg_dump',
        label: 'b',
        sha256: 'aa' as Sha256,
        takenAt: noon,
        verification: { kind: 'unverified', why: 'nothing to check with' },
        history: [],
      };
      await create({ ...made, backup, state: ended });
      const younger = { ...backup, takenAt: later(noon, 5) };
      await create(fresh({ ...made, id: `${made.id}b` as RunId, backup: younger, state: ended }));
      expect(await store.backups(environment)).toEqual([younger, backup]);
    });
  });

  describe('waking and beating', () => {
    it('tells which runs are due, and when the next one will be', async () => {
      const sooner = await create(fresh(), [], later(noon, -2_000));
      const last = await create(fresh(), [], later(noon, -1_000));
      expect(await store.nextWake()).toBe(later(noon, -2_000));
      expect(await store.dueRuns(later(noon, -1_500))).toEqual([sooner.id]);
      expect(await store.dueRuns(noon)).toEqual([sooner.id, last.id]);
      await become(sooner, ended);
      await become(last, ended);
      expect(await store.dueRuns(noon)).toEqual([]);
    });

    it('keeps an ended run due while somebody has to look at its emergency', async () => {
      const emergency = { by: ana, at: noon, reason: 'orders cannot be paid', reviewed: null, reminders: 0 };
      const run = await create(fresh({ emergency }));
      await store.changeRun(run.id, null, (present) => proceed({ ...present, state: ended }, [], noon));
      await become(await create(fresh()), ended);
      expect(await store.dueRuns(noon)).toEqual([run.id]);
      expect((await store.unreviewedRuns(run.environment)).map(({ id }) => id)).toEqual([run.id]);
      expect((await store.unreviewedRuns(null)).map(({ id }) => id)).toEqual([run.id]);
      expect(await store.unreviewedRuns('gold-factory/other' as EnvironmentId)).toEqual([]);
      const reviewed = { ...emergency, reviewed: { by: 'U02' as UserId, at: noon } };
      await store.changeRun(run.id, null, (present) => proceed({ ...present, emergency: reviewed }));
      expect(await store.dueRuns(noon)).toEqual([]);
      expect(await store.unreviewedRuns(null)).toEqual([]);
    });

    it('takes beats of the present claim only, and names the silent ones', async () => {
      for (const other of await store.runs({ environment: null, limit: 1_000 })) await become(other, ended);
      clock = later(noon, 10_000);
      const run = await create(fresh());
      await become(run, running(1));
      expect(await store.silentRuns(0)).toEqual([]);
      clock = later(clock, 50);
      expect(await store.silentRuns(50)).toEqual([]);
      expect(await store.silentRuns(49)).toEqual([{ run: run.id, token: 1 }]);
      expect(await store.beat(run.id, 1)).toBe(true);
      expect(await store.silentRuns(0)).toEqual([]);
      clock = later(clock, 100);
      await become(run, running(2));
      clock = later(clock, 100);
      expect(await store.beat(run.id, 1)).toBe(false);
      expect(await store.silentRuns(99)).toEqual([{ run: run.id, token: 2 }]);
      await become(run, ended);
      clock = later(clock, 100_000);
      expect(await store.beat(run.id, 2)).toBe(false);
      expect(await store.silentRuns(0)).toEqual([]);
      clock = noon;
    });
  });

  describe('logs', () => {
    const id = 'rlog' as RunId;
    const append = (step: 'backup' | 'deploy', offset: number, text: string) =>
      store.appendLog(id, { step, offset, bytes: Buffer.from(text) });

    it('keeps every byte once, in order, however pieces overlap', async () => {
      await append('backup', 0, 'hello ');
      await append('backup', 0, 'hello ');
      await append('backup', 3, 'lo wor');
      await append('backup', 2, 'llo');
      await append('backup', 9, 'ld\n');
      await append('deploy', 0, 'grün'.slice(0, 2));
      expect(await store.logLength(id, 'backup')).toBe(12);
      expect(await store.logText(id, 'backup')).toBe('hello world\n');
      expect(await store.logText(id, null)).toBe('hello world\ngr');
      expect(await store.logLength(id, 'verify')).toBe(0);
    });

    it('does not tear a character that two pieces share', async () => {
      const bytes = Buffer.from('ü');
      await store.appendLog(id, { step: 'start', offset: 0, bytes: bytes.subarray(0, 1) });
      await store.appendLog(id, { step: 'start', offset: 1, bytes: bytes.subarray(1) });
      expect(await store.logText(id, 'start')).toBe('ü');
    });

    it('refuses a gap', async () => {
      await expect(append('deploy', 100, 'x')).rejects.toThrow(/appending to the log of rlog deploy/);
    });

    it('takes the same log from two workers at once', async () => {
      const text = Array.from({ length: 40 }, (_, n) => `line ${n}\n`).join('');
      const worker = async (size: number) => {
        for (let at = 0; at < text.length; at += size) {
          await store.appendLog(id, { step: 'restore', offset: at, bytes: Buffer.from(text.slice(at, at + size)) });
        }
      };
      await Promise.all([worker(7), worker(11), worker(30)]);
      expect(await store.logText(id, 'restore')).toBe(text);
    });
  });

  describe('messages', () => {
    it('counts what is wanted and what is shown, and posts before it draws', async () => {
      const run = fresh();
      await drain();
      await create(run, [card(run), card(run, 'result'), prepare(run)]);
      const key = `run-card/${run.id}`;
      const works = await drain();
      expect(works).toContainEqual({ kind: 'draw', key, urgency: 'post' });
      expect(works).toHaveLength(2);
      expect(await store.message(key)).toMatchObject({ wanted: 1, shown: 0, address: null, refused: null });
      await store.postBegun(key, noon);
      expect((await store.message(key))?.postingSince).toBe(noon);
      const address = { channel, ts: `17000.${run.id}` };
      await store.posted(key, address, 1);
      expect(await store.message(key)).toMatchObject({ address, shown: 1, postingSince: null });
      await become(run, ended, [card(run, 'result')]);
      expect(await drain()).toEqual([{ kind: 'draw', key, urgency: 'result' }]);
      expect(await store.staleMessages()).toContain(key);
      await store.shown(key, 2);
      await store.shown(key, 1);
      expect((await store.message(key))?.shown).toBe(2);
      expect(await store.staleMessages()).not.toContain(key);
      expect((await store.message(key))?.subject).toEqual({ kind: 'run-card', run: run.id, channel });
    });

    it("draws a run's calls for approval again where there are any, one person's or all", async () => {
      const run = fresh();
      const [ben, cleo] = ['U02BEN', 'U03CLEO'] as [UserId, UserId];
      const call = (person: UserId, reason: 'asked' | 'reminder' = 'asked'): Effect => ({
        kind: 'draw',
        message: { kind: 'approval-call', run: run.id, person, reason },
        urgency: 'result',
      });
      const recall = (person: UserId | null): Effect => ({ kind: 'redraw-calls', run: run.id, person });
      const key = (person: UserId, reason = 'asked') => `approval-call/${run.id}/${person}/${reason}`;
      await create(run, [card(run), call(ben), call(ben, 'reminder'), call(cleo)]);
      for (const one of [key(ben), key(cleo)]) await store.posted(one, { channel, ts: `1.${one}` }, 1);
      await store.postRefused(key(ben, 'reminder'), 'cannot_dm_bot');
      await drain();
      await become(run, running(1), [recall(ben)]);
      expect(await drain()).toEqual([{ kind: 'draw', key: key(ben), urgency: 'progress' }]);
      await become(run, running(1), [call(cleo), recall(null), card(run)]);
      expect(await drain()).toEqual([
        { kind: 'draw', key: key(ben), urgency: 'progress' },
        { kind: 'draw', key: key(cleo), urgency: 'result' },
        { kind: 'draw', key: `run-card/${run.id}`, urgency: 'post' },
      ]);
      expect(await store.message(key(cleo))).toMatchObject({ wanted: 2 });
      const uncalled = await create(fresh());
      await become(uncalled, ended, [{ kind: 'redraw-calls', run: uncalled.id, person: null }]);
      expect(await drain()).toEqual([]);
    });

    it('draws the calls for a review anew with those for an approval', async () => {
      const run = fresh();
      const message = { kind: 'review-call' as const, run: run.id, person: ana, reminder: 2 };
      await create(run, [{ kind: 'draw', message, urgency: 'result' }]);
      const key = `review-call/${run.id}/${ana}/2`;
      await store.posted(key, { channel, ts: '1.2' }, 1);
      await drain();
      await become(run, ended, [{ kind: 'redraw-calls', run: run.id, person: null }]);
      expect(await drain()).toEqual([{ kind: 'draw', key, urgency: 'progress' }]);
    });

    it('lets nothing that somebody waits for wait behind a file', async () => {
      const run = fresh();
      const message = { kind: 'sql-file' as const, run: run.id, receipt: '0'.repeat(64) as Sha256 };
      const key = `sql-file/${run.id}/${message.receipt}`;
      await drain();
      await create(run, [{ kind: 'draw', message, urgency: 'progress' }]);
      await store.redraw([key], 'result');
      const work = { kind: 'draw', key, urgency: 'file' };
      expect(await drain()).toEqual([work, work]);
    });

    it('draws again what is asked for, and leaves alone what Slack refused', async () => {
      const run = fresh();
      await create(run, [card(run), { kind: 'draw', message: { kind: 'outcome', run: run.id }, urgency: 'result' }]);
      await store.postRefused(`run-card/${run.id}`, 'channel_not_found');
      await drain();
      await store.redraw([`run-card/${run.id}`, `outcome/${run.id}`, 'outcome/r-none'], 'result');
      expect(await drain()).toEqual([{ kind: 'draw', key: `outcome/${run.id}`, urgency: 'post' }]);
      await become(run, ended, [card(run)]);
      expect(await drain()).toEqual([]);
      expect(await store.staleMessages()).not.toContain(`run-card/${run.id}`);
    });
  });

  describe('the outbox', () => {
    it('hands out each row once, in order, to however many ask', async () => {
      await drain();
      const runs = Array.from({ length: 20 }, () => fresh());
      for (const run of runs) await create(run, [prepare(run)]);
      const taken = (await Promise.all(Array.from({ length: 8 }, () => store.takeOutbox(4, noon)))).flat();
      expect(new Set(taken.map(({ id }) => id)).size).toBe(20);
      expect(taken).toHaveLength(20);
      for (const row of taken) await store.finishOutbox(row.id);
      expect(await store.reofferOutbox(later(noon, 1))).toBe(0);
    });

    it('offers a lost row again under another id, and forgets it once it is done', async () => {
      await drain();
      const run = fresh();
      await create(run, [prepare(run)]);
      const [first] = await store.takeOutbox(5, noon);
      expect(await store.takeOutbox(5, noon)).toEqual([]);
      expect(await store.givenOutbox(noon, 5)).toEqual([]);
      expect(await store.givenOutbox(later(noon, 1), 5)).toEqual([first]);
      expect(await store.reofferOutbox(later(noon, -1))).toBe(0);
      expect(await store.reofferOutbox(noon)).toBe(1);
      const [second] = await store.takeOutbox(5, noon);
      expect(second?.work).toEqual(first?.work);
      expect(second?.id).not.toBe(first?.id);
      expect(second?.id).toMatch(/^[a-z][^:]*$/);
      await store.returnOutbox([first?.id ?? '']);
      expect(await store.takeOutbox(5, noon)).toEqual([]);
      await store.returnOutbox([second?.id ?? '']);
      const [third] = await store.takeOutbox(5, noon);
      expect(third?.work).toEqual(first?.work);
      await store.finishOutbox(first?.id ?? '');
      expect(await store.reofferOutbox(later(noon, 1))).toBe(0);
    });

    it('nudges after a commit that wrote a row', async () => {
      const run = fresh();
      let listening: AsyncDisposable | null = null;
      await new Promise<void>((resolve, reject) => {
        store
          .onOutbox(resolve)
          .then(async (opened) => {
            listening = opened;
            await create(run, [prepare(run)]);
          })
          .catch(reject);
      });
      await (listening as AsyncDisposable | null)?.[Symbol.asyncDispose]();
      expect(await drain()).toHaveLength(1);
    });
  });

  describe('inquiries and freezes', () => {
    const inquiry = (id: string): Inquiry => ({
      id: id as InquiryId,
      question: { kind: 'status', environment: production },
      askedBy: ana,
      askedAt: noon,
      channel,
      answer: { kind: 'in-channel', url: 'http://127.0.0.1/respond' },
      finding: null,
      complete: false,
    });
    const answerJob: Effect = { kind: 'enqueue', job: { name: 'answer-inquiry', inquiry: 'q1' as InquiryId } };

    it('lets one scheduled look at drift begin in a while, and keeps what was told last', async () => {
      const environment = 'shop/watched' as EnvironmentId;
      const look = (id: string, lookedBefore: EpochMs) =>
        store.beginDriftLook({ ...inquiry(id), askedBy: null }, { environment, lookedBefore }, []);
      expect(await store.driftTold(environment)).toBeNull();
      const begun = await Promise.all([look('d1', later(noon, -1)), look('d2', later(noon, -1))]);
      expect(begun.filter(Boolean)).toHaveLength(1);
      await store.saveDriftTold(environment, 'mark');
      expect(await look('d3', later(noon, -1))).toBe(false);
      expect(await store.inquiry('d3' as InquiryId)).toBeNull();
      expect(await look('d4', noon)).toBe(true);
      expect(await store.inquiry('d4' as InquiryId)).toMatchObject({ askedBy: null });
      expect(await store.driftTold(environment)).toBe('mark');
    });

    it('keeps a question once and its answer in strokes', async () => {
      await drain();
      expect(await store.createInquiry(inquiry('q1'), 'trigger-q1', [answerJob])).toBe('created');
      expect(await store.createInquiry(inquiry('q1'), 'trigger-q1', [answerJob])).toBe('repeated');
      expect(await drain()).toHaveLength(1);
      const report = { code: 'host-unreachable', message: 'No answer.', facts: [] } as const;
      const finding = {
        kind: 'status',
        report: { kind: 'unseen', environment: production, trouble: report },
        prisma: null,
      } as const;
      await store.answerInquiry('q1' as InquiryId, { finding, complete: true }, []);
      expect(await store.inquiry('q1' as InquiryId)).toEqual({ ...inquiry('q1'), finding, complete: true });
      await expect(store.answerInquiry('q2' as InquiryId, { finding, complete: true }, [])).rejects.toThrow('q2');
    });

    const acted = (finding: Extract<NonNullable<Inquiry['finding']>, { kind: 'locks' }>, pid: number) => {
      const act = { session: { ...idleMark, pid }, application: null, user: 'app', by: ana, at: noon } as const;
      return { ...finding, acts: [...finding.acts, { ...act, deed: 'end' as const, outcome: null }] };
    };

    it('changes an answer whole or not at all, each delivery once, one press after the other', async () => {
      const id = 'q5' as InquiryId;
      const asked = locksInquiry({ id });
      await store.createInquiry(asked, null, []);
      const press = (delivery: string, pid: number) =>
        store.changeInquiry(id, delivery, (present) =>
          present.finding?.kind === 'locks'
            ? {
                kind: 'proceed',
                inquiry: { ...present, finding: acted(present.finding, pid), complete: false },
                effects: [answerJob],
              }
            : { kind: 'leave' },
        );
      const [one, other] = await Promise.all([press('trigger-1', 1), press('trigger-2', 2)]);
      expect([one.kind, other.kind]).toEqual(['changed', 'changed']);
      expect(await press('trigger-1', 1)).toEqual({ kind: 'repeated' });
      const kept = await store.inquiry(id);
      expect(kept?.complete).toBe(false);
      expect(kept?.finding?.kind === 'locks' && kept.finding.acts.map(({ session }) => session.pid).toSorted()).toEqual(
        [1, 2],
      );

      const refusal = { code: 'press-unknown' } as const;
      const refused = () => store.changeInquiry(id, 'trigger-3', () => ({ kind: 'refuse', refusal }));
      expect(await refused()).toEqual({ kind: 'refused', refusal });
      expect(await refused()).toEqual({ kind: 'refused', refusal });
      expect(await store.changeInquiry(id, null, () => ({ kind: 'leave' }))).toEqual({ kind: 'left' });
      expect(await store.changeInquiry('q6' as InquiryId, null, () => ({ kind: 'leave' }))).toEqual({
        kind: 'missing',
      });
    });

    it('freezes and lifts, each delivery once', async () => {
      const environment = fresh().environment;
      const freeze = { environment, reason: 'fair', by: ana, since: noon, until: null };
      expect(await store.setFreeze(freeze, 'trigger-f', [])).toBe('set');
      expect(await store.setFreeze({ ...freeze, reason: 'other' }, 'trigger-f', [])).toBe('repeated');
      expect(await store.setFreeze({ ...freeze, reason: 'second' }, null, [])).toBe('set');
      expect(await store.freezes()).toContainEqual({ ...freeze, reason: 'second' });
      expect(await store.liftFreeze(environment, 'trigger-u', [])).toBe('lifted');
      expect(await store.liftFreeze(environment, 'trigger-u', [])).toBe('repeated');
      expect(await store.liftFreeze(environment, null, [])).toBe('not-frozen');
    });
  });

  describe('the rest', () => {
    it('keeps SQL by checksum', async () => {
      const a = 'a1' as Sha256;
      await store.saveSql(new Map([[a, 'SELECT 1;']]));
      await store.saveSql(new Map([[a, 'SELECT 1;']]));
      expect(await store.sql([a, 'b2' as Sha256])).toEqual(new Map([[a, 'SELECT 1;']]));
    });

    it('keeps what the reviewer said last of each run or question', async () => {
      const about = 'rreviewed' as RunId;
      const finding = { rule: 'L01', severity: 'risky', sentence: 'Waits.', remedy: 'x', held: null } as const;
      const locks = [{ table: 'orders', lock: 'Share', work: 'index-build' }];
      const statement = {
        line: 1,
        sql: 'CREATE',
        verdict: 'risky',
        locks,
        findings: [{ ...finding, allowance: null }],
      };
      const file = { name: 'a', sha256: 'a1', verdict: 'risky', statements: [statement], leftOut: 0 };
      expect(await store.reviewDetail(about)).toBeNull();
      await store.saveReviewDetail(about, { mark: 'm1' as Sha256, files: [] }, noon);
      await store.saveReviewDetail(about, { mark: 'm1', files: [file] } as unknown as ReviewDetail, noon);
      expect(await store.reviewDetail(about)).toEqual({ mark: 'm1', files: [file] });
    });

    it('knows people as Slack said last', async () => {
      const known = { fullMember: false, zone: 'Europe/Berlin', fetchedAt: noon };
      await store.savePerson(ana, { ...known, fullMember: true });
      await store.savePerson(ana, known);
      expect(await store.knownPerson(ana)).toEqual(known);
    });

    it('records with a decision and alone, newest first', async () => {
      const run = await create(fresh());
      await become(run, running(1), [record(run, 'run.started'), record(run, 'run.noted')]);
      await store.perform(null, [record(run, 'log.read')]);
      const entries = await store.audit({ run: run.id, limit: 10 });
      expect(entries.map(({ action }) => action)).toEqual(['log.read', 'run.noted', 'run.started']);
      expect(entries[0]).toEqual(entry(run, 'log.read'));
      expect(await store.audit({ run: null, limit: 1 })).toHaveLength(1);
    });

    it('commits effects that belong to no row, each delivery once', async () => {
      const run = await create(fresh());
      await drain();
      expect(await store.perform('trigger-p', [prepare(run), record(run, 'lock.broken')])).toBe('done');
      expect(await store.perform('trigger-p', [prepare(run)])).toBe('repeated');
      expect(await drain()).toHaveLength(1);
      expect((await store.audit({ run: run.id, limit: 5 })).map(({ action }) => action)).toEqual(['lock.broken']);
    });

    it('has one name', async () => {
      expect(await store.instance()).toBe(await store.instance());
    });
  });
});
