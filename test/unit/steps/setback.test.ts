import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { finishedOf, setbackOf, setbackTrouble, unresolved } from '../../../src/steps/setback.ts';
import { blockerWords, type Watched } from '../../../src/steps/watch.ts';
import { noon, plan } from '../domain/samples.ts';
import { row, sum } from './samples.ts';

const failed = readFileSync(new URL('../../fixtures/prisma/7.10/deploy-failed.txt', import.meta.url), 'utf8');
const withState = (sqlState: string) =>
  failed.replace(/^Database error code: .*$/m, `Database error code: ${sqlState}`);
const migration = /^Migration name: (.+)$/m.exec(failed)?.[1] ?? '';
const unseen: Watched = { blockers: [], cancelled: null, looks: 3 };
const piled: Watched = { ...unseen, cancelled: { since: noon, sessions: 24 } };
const blocker = {
  ...{ pid: 4711, application: 'psql', user: 'ana' },
  ...{ state: 'idle in transaction', ageMs: 90_000, mark: null },
};

describe('a setback', () => {
  const ended = (code: number, log: string) => ({ end: { kind: 'exited', code } as const, log });

  test('is a lock timeout, or a cancel of ours', () => {
    expect(setbackOf(ended(1, withState('55P03')), unseen)).toEqual({ kind: 'lock-timeout', migration });
    expect(setbackOf(ended(1, withState('57014')), piled)).toEqual({ kind: 'others-waited', migration });
  });

  test('is nothing else: another cancel, a mistake, an end without a word', () => {
    expect(setbackOf(ended(1, withState('57014')), unseen)).toBeNull();
    expect(setbackOf(ended(1, withState('42601')), piled)).toBeNull();
    expect(setbackOf(ended(0, withState('55P03')), unseen)).toBeNull();
    expect(setbackOf({ end: { kind: 'vanished' }, log: withState('55P03') }, unseen)).toBeNull();
  });
});

test('what is finished is named in the order of the plan, without what was rolled back', () => {
  const pending = ['a', 'b', 'c'].map((name) => ({ name, sha256: sum('1') }));
  const history = [
    row('b', sum('1')),
    row('a', sum('1'), { rolledBackAt: noon }),
    row('c', sum('1'), { finishedAt: null }),
  ];
  expect(finishedOf(plan({ pending }), history)).toEqual(['b']);
});

describe('the words', () => {
  const at = {
    ...{ plan: plan(), finished: [], tries: 5, lockTimeoutMs: 2_000 },
    watched: { ...unseen, blockers: [blocker] },
  };

  test('name who blocked, since when, and how often it was tried', () => {
    const { code, message, facts } = setbackTrouble({ kind: 'lock-timeout', migration: 'm' }, at);
    expect(code).toBe('lock-timeout');
    expect(message).toMatch(/^m waited longer than 2\.0 s for a lock, 5 times\. 0 of \d+ migrations are applied\.$/);
    expect(facts).toContainEqual({
      label: 'Blocked by',
      value: 'pid 4711 (psql, ana, idle in transaction for 1 min 30 s)',
    });
  });

  test('say how many waited', () => {
    const { code, message } = setbackTrouble({ kind: 'others-waited', migration: 'm' }, { ...at, watched: piled });
    expect(code).toBe('others-waited');
    expect(message).toContain('because up to 24 sessions waited behind it');
  });

  test('offer the ways out where something may have stayed', () => {
    const cause = setbackTrouble({ kind: 'lock-timeout', migration: 'm' }, at);
    const { code, facts, message } = unresolved(cause, 'm', 'The catalog changed.');
    expect([code, facts[0]]).toEqual(['migration-failed', { label: 'Migration', value: 'm' }]);
    expect(message).toMatch(/The catalog changed\.$/);
  });

  test.each([
    [{ ...blocker, pid: 0 }, 'a prepared transaction'],
    [{ ...blocker, application: null, user: null, state: null }, 'pid 4711'],
    [{ ...blocker, ageMs: null }, 'pid 4711 (psql, ana, idle in transaction)'],
  ])('name a blocker as far as the login may see it', (one, words) => {
    expect(blockerWords(one)).toBe(words);
  });
});
