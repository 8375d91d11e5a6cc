import { describe, expect, it } from 'vitest';
import type { Gate, GateId } from '../../../src/domain/gates/gate.ts';
import type { PushForecast } from '../../../src/domain/inquiry.ts';
import type { Purpose } from '../../../src/domain/run.ts';
import { epochMs } from '../../../src/lib/time.ts';
import type { TaskEnd } from '../../../src/ports/remote.ts';
import { draftObjection } from '../../../src/steps/development-objection.ts';
import { draftName } from '../../../src/steps/draft.ts';
import { pushEnd, pushObjection } from '../../../src/steps/push.ts';
import { forecastOf } from '../../../src/steps/push-forecast.ts';
import { resetEnd } from '../../../src/steps/reset.ts';
import { printed } from '../prisma-cli/fixture.ts';
import { look, row, sum } from './samples.ts';

const exited = (code: number): TaskEnd => ({ kind: 'exited', code });
const gate = (id: GateId): Gate => ({
  id,
  holds: 'nothing',
  sentence: 'So it is',
  waysOut: ['Do `this`.'],
  details: ['x'],
});
const codeOf = (outcome: ReturnType<typeof resetEnd>) =>
  outcome.kind === 'failed' ? outcome.trouble.code : outcome.kind;

describe('the folder of a new migration', () => {
  it('is named by the moment of the request, the same at every look', () => {
    const requestedAt = epochMs(Date.UTC(2026, 10, 22, 9, 5, 7));
    expect(draftName({ purpose: { kind: 'dev', name: 'add_vault' }, requestedAt })).toBe('20261122090507_add_vault');
    expect(draftName({ purpose: { kind: 'dev', name: null }, requestedAt })).toBeNull();
    expect(draftName({ purpose: { kind: 'deploy' }, requestedAt })).toBeNull();
  });
});

describe('draftObjection', () => {
  const clean = look({ a: sum('1') }, [row('a', sum('1'))]);

  it.each<GateId>(['edited', 'missing', 'drift', 'undeclared'])('holds where Prisma would reset: %s', (id) => {
    const trouble = draftObjection('n', clean, [gate(id)]);
    expect(trouble).toMatchObject({
      code: 'would-reset',
      facts: [{ value: id }, { value: 'x' }, { value: 'Do `this`.' }],
    });
  });

  it('holds while other files are pending, not for its own', () => {
    const pending = look({ a: sum('1'), n: sum('2') }, [row('a', sum('1'))]);
    expect(draftObjection('other', pending, [])?.code).toBe('apply-first');
    expect(draftObjection('n', pending, [gate('line-ends')])).toBeNull();
  });
});

describe('resetEnd', () => {
  const before = row('a', sum('1'), { id: 'old' });
  const files = { a: sum('1'), b: sum('2') };
  const memo = JSON.stringify(['old']);
  const anew = [row('a', sum('1'), { id: 'n1' }), row('b', sum('2'), { id: 'n2' })];

  it.each<[string, TaskEnd]>([
    ['exit code 0', exited(0)],
    ['a signal', exited(137)],
    ['no exit code', { kind: 'vanished' }],
  ])('after %s every file applied anew is success', (_, end) => {
    expect(codeOf(resetEnd({ end, log: '', memo }, look(files, anew)))).toBe('done');
  });

  it('is no success while a row of before stands, whatever the exit code', () => {
    const outcome = resetEnd({ end: exited(0), log: '', memo }, look({ a: sum('1') }, [before]));
    expect(outcome).toMatchObject({
      kind: 'failed',
      trouble: { message: expect.stringContaining('Nothing was dropped') },
    });
  });

  it('says how far it came where it stopped half-way', () => {
    const outcome = resetEnd({ end: { kind: 'vanished' }, log: '', memo }, look(files, anew.slice(0, 1)));
    expect(outcome).toMatchObject({
      trouble: { code: 'reset-unfinished', message: expect.stringContaining('1 of 2 migrations') },
    });
  });

  it('was stopped by a full disk where Prisma itself said nothing', () => {
    const full = { end: { ...exited(73), full: true }, log: '', memo } as const;
    expect(resetEnd(full, look({ a: sum('1') }, [before]))).toMatchObject({
      trouble: {
        code: 'disk-full',
        message: expect.stringMatching(/^prisma migrate reset .* no space .* Nothing was dropped/),
      },
    });
    const later = resetEnd(full, look(files, anew.slice(0, 1)));
    expect(later).toMatchObject({
      trouble: { code: 'reset-unfinished', message: expect.stringContaining('no space') },
    });
    const log = printed('deploy-unreachable').stderr;
    expect(codeOf(resetEnd({ ...full, log }, look({ a: sum('1') }, [before])))).toBe('database-unreachable');
  });

  it('is no success with a refusal, although nothing was there before', () => {
    const log = printed('deploy-unreachable').stderr;
    expect(codeOf(resetEnd({ end: exited(1), log, memo: '[]' }, look({})))).toBe('reset-unfinished');
  });
});

const loss =
  'You are about to drop the column `preferences` on the `User` table, which still contains 2 non-null values.';
const purpose: Extract<Purpose, { kind: 'push' }> = { kind: 'push', warnings: [loss], forceReset: false };
const possible = (...warnings: string[]): PushForecast => ({ kind: 'possible', warnings });

describe('pushObjection', () => {
  it('is none where Prisma warns of the very same', () => {
    expect(pushObjection([loss], possible(loss))).toBeNull();
    expect(pushObjection([], possible())).toBeNull();
  });

  it.each<[string, PushForecast, string]>([
    ['another count', possible(loss.replace('2', '3')), 'warnings-changed'],
    ['nothing', possible(), 'warnings-changed'],
    ['what is not possible', { kind: 'impossible', changes: ['x'] }, 'warnings-changed'],
    ['a database that is in sync', { kind: 'in-sync' }, 'nothing-to-create'],
  ])('holds for %s', (_, present, code) => {
    expect(pushObjection([loss], present)?.code).toBe(code);
  });
});

describe('pushEnd', () => {
  const accepted = printed('push-accepted').stdout;

  it.each<TaskEnd>([exited(0), exited(137), { kind: 'vanished' }])(
    'is decided by what Prisma says since: %o',
    (end) => {
      expect(codeOf(pushEnd(purpose, { end, log: accepted, memo: null }, { kind: 'in-sync' }))).toBe('done');
      expect(codeOf(pushEnd(purpose, { end, log: '', memo: null }, possible()))).toBe('push-unfinished');
    },
  );

  it('says what was lost beyond what was confirmed', () => {
    const outcome = pushEnd(
      { ...purpose, warnings: ['else'] },
      { end: exited(0), log: accepted, memo: null },
      { kind: 'in-sync' },
    );
    expect(outcome).toMatchObject({ kind: 'done', summary: expect.stringContaining(loss) });
    const same = pushEnd(purpose, { end: exited(0), log: accepted, memo: null }, { kind: 'in-sync' });
    expect(same).toMatchObject({ kind: 'done', summary: 'the database is what the schema says' });
  });

  it('names a full disk where Prisma itself said nothing', () => {
    const full = { end: { ...exited(73), full: true }, log: '', memo: null } as const;
    const message = expect.stringContaining('exit code 73: no space is left on the disk. The database is not');
    expect(pushEnd(purpose, full, possible())).toMatchObject({ trouble: { code: 'push-unfinished', message } });
  });

  it('names the warnings that stopped a push without consent', () => {
    const { stdout } = printed('push-warned');
    const outcome = pushEnd({ ...purpose, warnings: [] }, { end: exited(1), log: stdout, memo: null }, possible(loss));
    expect(outcome).toMatchObject({ trouble: { code: 'warnings-changed', facts: [{ value: loss }] } });
  });
});

describe('forecastOf', () => {
  it('takes a push that came as far as writing for one without losses, and one that wrote for a trouble', () => {
    expect(forecastOf({ kind: 'not-written' })).toEqual(possible());
    expect(forecastOf({ kind: 'pushed' })).toMatchObject({ code: 'losses-unseen' });
    expect(forecastOf({ kind: 'warned', warnings: [loss] })).toEqual(possible(loss));
  });
});
