import { expect, it } from 'vitest';
import type { UserId } from '../../../src/domain/ids.ts';
import type { LockSnapshot, SessionAct } from '../../../src/domain/locks.ts';
import type { Run } from '../../../src/domain/run.ts';
import { trouble } from '../../../src/domain/trouble.ts';
import { type EpochMs, epochMs } from '../../../src/lib/time.ts';
import type { Host } from '../../../src/ports/remote.ts';
import type { TargetSession, Targets } from '../../../src/ports/target.ts';
import { endSessions } from '../../../src/steps/end-sessions.ts';
import { aBlocker, activeMark, aSession, idleMark, nothingWaits, threeDeep } from '../render/lock-samples.ts';
import { aRun, at, blockedBySteps, production, running } from '../render/samples.ts';

const act = (more: Partial<SessionAct> = {}): SessionAct => ({
  ...{ session: idleMark, application: 'app-worker', user: 'app', deed: 'end', by: 'U02' as UserId },
  ...{ at: at(), outcome: null, ...more },
});

/** A database that shows these snapshots one after the other, the last one for ever, and obeys or not. */
function site(
  snapshots: readonly LockSnapshot[],
  server: { told?: 'sent' | 'gone' | 'not-permitted'; stands?: boolean; run?: Run } = {},
) {
  const { told = 'sent', stands = false, run = null } = server;
  const left = [...snapshots];
  const deeds: SessionAct['deed'][] = [];
  let now: EpochMs = at(30);
  const session = {
    project: { files: [], prismaVersion: null, migrationsPath: '' },
    history: async () => [],
    [Symbol.asyncDispose]: async () => undefined,
  } as unknown as TargetSession;
  const targets: Partial<Targets> = {
    open: async () => ({ kind: 'open', session }),
    locks: async () => (left.length > 1 ? left.shift() : left[0]) ?? nothingWaits,
    endSession: async (_sql, _mark, deed) => {
      deeds.push(deed);
      return told;
    },
    transactionStands: async () => stands,
  };
  const host: Partial<Host> = { lockOwner: async () => null };
  return {
    deeds,
    environment: production,
    host: host as Host,
    targets: targets as Targets,
    executing: async () => run,
    now: () => now,
    pause: async (ms: number) => {
      now = epochMs(now + ms);
    },
  };
}
const outcomeOf = async (at: ReturnType<typeof site>, one: SessionAct) =>
  (await endSessions(at, [one])).outcomes.get(one);

it('ends what is in the way, and tells what is seen then', async () => {
  const at = site([threeDeep, nothingWaits]);
  const one = act();
  const { outcomes, report } = await endSessions(at, [one]);
  expect(outcomes.get(one)).toBe('done');
  expect(at.deeds).toEqual(['end']);
  expect(report).toMatchObject({ waiting: 0, nodes: [] });
});

it('a cancelled statement is over when nobody waits for it, though its transaction stands', async () => {
  const cancel = act({ session: activeMark, deed: 'cancel' });
  expect(await outcomeOf(site([threeDeep, nothingWaits], { stands: true }), cancel)).toBe('done');
  expect(await outcomeOf(site([threeDeep], { stands: true }), cancel)).toBe('still-there');
});

it.each<[string, ReturnType<typeof site>, string]>([
  ['it had ended', site([nothingWaits]), 'gone'],
  ['it holds nobody up and is not idle in a transaction', site([nothingWaits], { stands: true }), 'harmless'],
  ['it ends between the look and the deed', site([threeDeep], { told: 'gone' }), 'gone'],
  ['the login may not', site([threeDeep], { told: 'not-permitted' }), 'not-permitted'],
])('nothing is done where %s', async (_, at, outcome) => {
  expect(await outcomeOf(at, act())).toBe(outcome);
});

it('a session that became one of a run since the press is left alone', async () => {
  const [first, second, ...rest] = threeDeep.holders;
  if (first === undefined || second === undefined) throw new Error('no sample');
  const prisma = { ...second, who: aSession({ ...activeMark, part: 'migration' }) };
  const run = aRun({ state: { kind: 'running', startedAt: at(10), worker: 'w', token: 1, cancelling: null } });
  const where = site([{ ...threeDeep, holders: [first, prisma, ...rest] }], { run });
  expect(await outcomeOf(where, act({ session: activeMark, deed: 'cancel' }))).toBe('protected');
  expect(where.deeds).toEqual([]);
});

it('a database that is away is said to be', async () => {
  const away = { kind: 'trouble' as const, trouble: trouble('database-unreachable', 'No.'), project: null };
  const at = site([threeDeep]);
  const { outcomes, report } = await endSessions({ ...at, targets: { ...at.targets, open: async () => away } }, [
    act(),
  ]);
  expect([...outcomes.values()]).toEqual(['unreachable']);
  expect(report).toBeNull();
});

it('stops what a migration waits for between its tries, when nobody waits in the database', async () => {
  const run = aRun({ state: running, steps: blockedBySteps(aBlocker({ state: 'active' })) });
  const blocking = act({ deed: 'cancel', blocks: run.id });
  const between = site([nothingWaits], { run });
  expect(await outcomeOf(between, blocking)).toBe('done');
  expect(between.deeds).toEqual(['cancel']);
  for (const one of [act({ deed: 'cancel' }), act({ deed: 'cancel', blocks: run.id, session: activeMark })]) {
    const other = site([nothingWaits], { run, stands: true });
    expect(await outcomeOf(other, one)).toBe('harmless');
    expect(other.deeds).toEqual([]);
  }
  const over = site([nothingWaits], { stands: true, run: aRun({ state: running }) });
  expect(await outcomeOf(over, blocking)).toBe('harmless');
});
