import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BackupFile } from '../../../src/domain/backup.ts';
import { checklistItems } from '../../../src/domain/policy.ts';
import { assess } from '../../../src/domain/readiness.ts';
import { epochMs } from '../../../src/lib/time.ts';
import { finding, review } from '../../fakes/sample-reviews.ts';
import {
  ana,
  approvedBy,
  ben,
  cleo,
  dan,
  hour,
  later,
  noon,
  otherRun,
  plan,
  production,
  situation,
  under,
  waitingRun,
  weeknights,
} from './samples.ts';

const file: BackupFile = { path: 'b.dump', bytes: 1, modifiedAt: noon };
const freezeUntil = (until: number | null) => ({
  environment: production,
  reason: 'audit',
  by: dan,
  since: noon,
  until: until === null ? null : epochMs(until),
});
const approved = waitingRun({ approvals: approvedBy(ben, cleo) });

describe('assess', () => {
  it('is ready when nothing is missing', () => {
    expect(assess(approved, situation())).toMatchObject({ ready: true, missing: [], startsAt: null });
  });

  it('never starts what is blocked, also with all approvals', () => {
    const blocked = plan({ review: review([finding({ severity: 'blocked' })]) });
    const found = assess(waitingRun({ plan: blocked, approvals: approvedBy(ben, cleo) }), situation());
    expect(found).toMatchObject({ ready: false, missing: [{ kind: 'blocked', findings: 1 }] });
    const allowed = plan({ review: review([finding({ severity: 'blocked', allowance: 'test data' })]) });
    expect(assess(waitingRun({ plan: allowed, approvals: approvedBy(ben, cleo) }), situation()).ready).toBe(true);
  });

  it('names how many approvals are there and how many are needed', () => {
    expect(assess(waitingRun({ approvals: approvedBy(ben) }), situation()).missing).toEqual([
      { kind: 'approvals', have: 1, need: 2 },
    ]);
  });

  it('takes more approvals than needed as enough', () => {
    expect(assess(waitingRun({ approvals: approvedBy(ben, cleo, dan) }), situation()).ready).toBe(true);
  });

  it('needs no approvals where none are configured', () => {
    expect(assess(waitingRun(), under({ approvals: null }))).toMatchObject({ ready: true, approvals: null });
  });

  it('waits for the end of another run', () => {
    expect(assess(approved, situation({ executing: otherRun })).missing).toEqual([
      { kind: 'other-run', run: otherRun },
    ]);
  });

  it('starts nothing while frozen, and at the end of the freeze', () => {
    expect(assess(approved, situation({ freeze: freezeUntil(null) }))).toMatchObject({ ready: false, startsAt: null });
    expect(assess(approved, situation({ freeze: freezeUntil(noon + hour) })).startsAt).toBe(later(hour));
    expect(assess(approved, situation({ freeze: freezeUntil(noon + hour), now: later(hour) })).ready).toBe(true);
  });

  it('holds no restore back by a freeze or a window', () => {
    const restore = waitingRun({
      purpose: { kind: 'restore', backup: file, known: null },
      approvals: approvedBy(ben, cleo),
    });
    const at = under({ windows: [weeknights], checklist: [...checklistItems] }, { freeze: freezeUntil(null) });
    expect(assess(restore, at)).toMatchObject({ ready: true, rows: [] });
  });

  it('names the next window when a freeze outlasts the present one', () => {
    const monday23 = epochMs(Date.UTC(2026, 10, 23, 23));
    const tuesday3 = Date.UTC(2026, 10, 24, 3);
    const at = under({ windows: [weeknights] }, { now: monday23, freeze: freezeUntil(tuesday3) });
    expect(assess(approved, at).startsAt).toBe(Date.UTC(2026, 10, 24, 22));
  });

  it('promises no start when the picked time is over before the freeze is', () => {
    const window = { kind: 'picked' as const, by: ana, at: noon, opensAt: noon, closesAt: later(hour) };
    const run = { ...approved, checklist: { ...approved.checklist, window } };
    expect(assess(run, situation({ freeze: freezeUntil(noon + 2 * hour) })).startsAt).toBeNull();
  });
});

describe('assess, of anything', () => {
  const moment = fc.integer({ min: noon, max: noon + 7 * 24 * hour }).map(epochMs);
  it('is ready when and only when nothing is missing, and what it promises comes true', () => {
    const check = fc.property(
      fc.subarray([...checklistItems]),
      fc.subarray([ana, ben, cleo, dan]),
      fc.constantFrom([], [weeknights]),
      fc.option(fc.tuple(moment, fc.integer({ min: 1, max: 5 * hour }))),
      fc.option(fc.option(moment)),
      moment,
      (checklist, people, windows, picked, frozen, now) => {
        const window =
          picked === null
            ? null
            : { kind: 'picked' as const, by: ana, at: noon, opensAt: picked[0], closesAt: later(picked[1], picked[0]) };
        const bare = waitingRun({ approvals: approvedBy(...people) });
        const run = { ...bare, checklist: { ...bare.checklist, window } };
        const freeze = frozen === null ? null : freezeUntil(frozen);
        const found = assess(run, under({ checklist, windows }, { freeze, now }));
        expect(found.ready).toBe(found.missing.length === 0);
        const open = found.rows.filter(({ state }) => state.kind !== 'settled').length;
        expect(found.missing.filter(({ kind }) => kind === 'item')).toHaveLength(open);
        if (found.startsAt !== null) {
          expect(found.startsAt).toBeGreaterThan(now);
          const then = assess(run, under({ checklist, windows }, { freeze, now: found.startsAt }));
          expect(then.missing.filter(({ kind }) => kind !== 'item')).toEqual([]);
        }
      },
    );
    fc.assert(check, { numRuns: 500 });
  });
});
