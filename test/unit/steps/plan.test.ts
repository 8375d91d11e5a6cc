import { describe, expect, it } from 'vitest';
import { deployObjection, planFrom } from '../../../src/steps/plan.ts';
import { environment, noon, waitingRun } from '../domain/samples.ts';
import { file, look, row, sum } from './samples.ts';

const at = { now: noon, promotion: null, gates: [], review: null };
const deploying = { run: waitingRun(), environment: environment() };

describe('planFrom', () => {
  it('holds the pending files in order, and the history as far as it matters', () => {
    const plan = planFrom(deploying, look({ a: sum('1'), b: sum('2'), c: sum('3') }, [row('a', sum('1'))]), at);
    expect(plan.pending).toEqual([
      { name: 'b', sha256: sum('2') },
      { name: 'c', sha256: sum('3') },
    ]);
    expect(plan.history).toEqual([{ name: 'a', checksum: sum('1'), finished: true, rolledBack: false }]);
    expect(plan.warnings).toEqual([]);
  });

  it('has another receipt for another file, and the same one at another time', () => {
    const receiptOf = (digit: string, now = noon) =>
      planFrom(deploying, look({ a: sum(digit) }), { ...at, now }).receipt;
    expect(receiptOf('1')).not.toBe(receiptOf('2'));
    expect(receiptOf('1')).toBe(receiptOf('1', deploying.run.requestedAt));
  });

  it('has no pending files for a restore', () => {
    const run = waitingRun({ purpose: { kind: 'restore', backup: file('b.dump'), known: null } });
    expect(planFrom({ ...deploying, run }, look({ a: sum('1') }), at).pending).toEqual([]);
  });
});

describe('deployObjection', () => {
  it.each([
    ['prisma is missing', look({ a: sum('1') }, [], null), 'prisma-missing'],
    ['a migration failed before', look({ a: sum('1') }, [row('a', sum('1'), { finishedAt: null })]), 'failed-earlier'],
    ['everything is applied', look({ a: sum('1') }, [row('a', sum('1'))]), 'nothing-pending'],
  ])('holds where %s', (_, seen, code) => {
    expect(deployObjection(seen)?.code).toBe(code);
  });

  it('holds behind a pooler that hands its sessions around', () => {
    const gate = {
      id: 'pooler',
      holds: 'request',
      sentence: 'It leads to a pooler',
      waysOut: [],
      details: [],
    } as const;
    expect(deployObjection(look({ a: sum('1') }), [gate])?.code).toBe('pooler');
  });

  it('does not hold for a migration that was rolled back', () => {
    expect(
      deployObjection(look({ a: sum('1') }, [row('a', sum('1'), { finishedAt: null, rolledBackAt: noon })])),
    ).toBeNull();
  });
});
