import { describe, expect, it } from 'vitest';
import type { HostLockOwner } from '../../../src/domain/inquiry.ts';
import type { RunAtWork, SessionSeen } from '../../../src/domain/locks.ts';
import { isOfRun, locksReport, runAtWork, shownSessions } from '../../../src/domain/locks-report.ts';
import { aHolder, aSession, ownRun, threeDeep } from '../render/lock-samples.ts';
import { aRun, at } from '../render/samples.ts';

const owner: HostLockOwner = { instance: 'other', run: 'r2' as HostLockOwner['run'], token: 1, since: at(9) };
const running = { kind: 'running', startedAt: at(10), worker: 'w', token: 1, cancelling: null } as const;
const backingUp: RunAtWork = { ...ownRun, migrates: false };

describe('the run at work', () => {
  it("is this Godwit's own, or the one whose lock stands on the host", () => {
    expect(runAtWork(aRun({ state: running }), owner, at(12))).toEqual({ ...ownRun, ms: 120_000 });
    expect(runAtWork(null, owner, at(12))).toEqual({ id: 'r2', own: false, migrates: true, ms: 180_000 });
    expect(runAtWork(null, null, at(12))).toBeNull();
  });

  it('is none that has not begun', () => {
    expect(runAtWork(aRun({}), null, at(12))).toBeNull();
    expect(runAtWork(aRun({ state: { kind: 'queued', since: at(), resume: null } }), null, at(12))).toBeNull();
  });

  it('does not migrate where it backs up', () => {
    const purpose = { kind: 'backup', label: 'x', forRun: null } as const;
    expect(runAtWork(aRun({ state: running, purpose }), null, at(12))).toEqual({ ...backingUp, ms: 120_000 });
  });
});

it.each<[string, Partial<SessionSeen>, RunAtWork | null, boolean]>([
  ["the holder of Prisma's lock, during a deploy", { part: 'migration' }, ownRun, true],
  ["the holder of Prisma's lock, during a backup", { part: 'migration' }, backingUp, false],
  ["the holder of Prisma's lock, while nothing runs", { part: 'migration' }, null, false],
  ["Godwit's own session", { part: 'godwit' }, backingUp, true],
  ['a dump that began with the run', { application: 'pg_dump', sessionMs: 50_000 }, backingUp, true],
  ['a dump that began before it', { application: 'pg_dump', sessionMs: 70_000 }, backingUp, false],
  ['a dump whose beginning cannot be seen', { application: 'pg_dump', sessionMs: null }, backingUp, true],
  ['the app', { application: 'app', sessionMs: 1 }, ownRun, false],
])('%s belongs to a run or not', (_, session, run, expected) => {
  expect(isOfRun(aSession(session), run)).toBe(expected);
});

it('ends somewhere, and still counts everybody', () => {
  const crowd = [aHolder(1, []), ...Array.from({ length: 150 }, (_, index) => aHolder(100 + index, [1]))];
  const report = locksReport({ ...threeDeep, waiting: 400, holders: crowd }, { run: null, now: at() });
  expect(report).toMatchObject({ waiting: 400, more: 51, levels: 2 });
  expect(report.nodes).toHaveLength(100);
});

it('shows whoever is idle once, in the tree or beside it', () => {
  const report = locksReport(threeDeep, { run: null, now: at() });
  expect(shownSessions(report).map(({ session }) => session.pid)).toEqual([811, 902, 903, 904]);
  const beside = locksReport({ ...threeDeep, holders: [] }, { run: null, now: at() });
  expect(shownSessions(beside)).toMatchObject([{ session: { pid: 811 }, behind: 0 }]);
});
