import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checklistRows, effectiveWindow } from '../../../src/domain/checklist.ts';
import type { ChecklistItem } from '../../../src/domain/policy.ts';
import type { Review } from '../../../src/domain/review.ts';
import type { PickedWindow, Promotion } from '../../../src/domain/run.ts';
import type { Situation } from '../../../src/domain/situation.ts';
import { trouble } from '../../../src/domain/trouble.ts';
import { epochMs } from '../../../src/lib/time.ts';
import { finding, review } from '../../fakes/sample-reviews.ts';
import {
  ana,
  ben,
  hour,
  later,
  minute,
  noon,
  otherReceipt,
  otherRun,
  plan,
  production,
  receipt,
  situation,
  staging,
  under,
  waitingRun,
  weeknights,
} from './samples.ts';

type RunLike = ReturnType<typeof waitingRun>;
const stateOf = (item: ChecklistItem, run: RunLike, at: Situation = situation()) => {
  const rules = { ...at.environment.policy, checklist: [item] };
  const [row] = checklistRows(run, { ...at, environment: { ...at.environment, policy: rules } });
  return row?.state;
};
const nothing = waitingRun().checklist;

describe('the checklist', () => {
  it('has the configured rows in their order, for deploys only', () => {
    const at = under({ checklist: ['window', 'backup'] });
    expect(checklistRows(waitingRun(), at).map(({ item }) => item)).toEqual(['window', 'backup']);
    const backup = { path: 'b', bytes: 1, modifiedAt: noon };
    expect(checklistRows(waitingRun({ purpose: { kind: 'restore', backup, known: null } }), at)).toEqual([]);
  });
});

describe('the row backup', () => {
  const withBackup = (takenAt: number | null) =>
    waitingRun({
      checklist: {
        ...nothing,
        backup: { run: otherRun, by: ben, takenAt: takenAt === null ? null : epochMs(takenAt) },
      },
    });

  it('is settled by itself, since the run takes one', () => {
    expect(stateOf('backup', waitingRun())).toMatchObject({ kind: 'settled', by: null });
  });
  it('holds the run back while a backup is under way', () => {
    expect(stateOf('backup', withBackup(null))).toEqual({ kind: 'under-way', what: 'backing up', run: otherRun });
  });
  it('names who took one, for an hour', () => {
    expect(stateOf('backup', withBackup(noon - hour))).toEqual({
      kind: 'settled',
      how: 'taken',
      by: ben,
      at: noon - hour,
    });
    expect(stateOf('backup', withBackup(noon - hour - 1))).toMatchObject({ kind: 'settled', by: null, at: null });
  });
});

describe('the row review', () => {
  it('is open until somebody read this very SQL', () => {
    expect(stateOf('review', waitingRun())?.kind).toBe('open');
    const read = (of: typeof receipt) =>
      waitingRun({ checklist: { ...nothing, review: { by: ben, at: noon, receipt: of } } });
    expect(stateOf('review', read(receipt))).toEqual({ kind: 'settled', how: 'reviewed', by: ben, at: noon });
    expect(stateOf('review', read(otherReceipt))?.kind).toBe('open');
  });
});

describe('the row staging', () => {
  const promoted = (change: Partial<Promotion>) =>
    waitingRun({
      plan: plan({ promotion: { from: staging, lookedAt: noon, proved: [], unproved: [], trouble: null, ...change } }),
    });

  it('proves itself, and names what does not', () => {
    expect(stateOf('staging', promoted({ proved: ['20261101_add_total'] }))?.kind).toBe('settled');
    expect(stateOf('staging', promoted({ unproved: ['20261101_add_total'] }))).toMatchObject({
      kind: 'open',
      need: 'not yet on staging: 20261101_add_total',
    });
  });
  it('is open where nobody could look, or looked elsewhere', () => {
    expect(stateOf('staging', waitingRun())?.kind).toBe('open');
    expect(stateOf('staging', promoted({ trouble: trouble('host-unreachable', 'The host is away.') }))?.kind).toBe(
      'open',
    );
    expect(stateOf('staging', promoted({ from: production }))?.kind).toBe('open');
  });
  it('asks nothing where there is nothing to promote from', () => {
    expect(stateOf('staging', waitingRun(), under({ promotesFrom: null }))?.kind).toBe('settled');
  });
});

describe('the row notify', () => {
  it('is open until it was announced, where somebody is to be told', () => {
    expect(stateOf('notify', waitingRun())?.kind).toBe('open');
    expect(stateOf('notify', waitingRun({ checklist: { ...nothing, notify: { by: ben, at: noon } } }))).toMatchObject({
      by: ben,
    });
    expect(stateOf('notify', waitingRun(), under({ announce: [] }))?.kind).toBe('settled');
  });
});

const picked = (from: number, to: number): PickedWindow => ({
  kind: 'picked',
  by: ana,
  at: noon,
  opensAt: later(from),
  closesAt: later(to),
});
const withWindow = (window: PickedWindow | null) => waitingRun({ checklist: { ...nothing, window } });
const monday22 = epochMs(Date.UTC(2026, 10, 23, 22));
const tuesday2 = epochMs(Date.UTC(2026, 10, 24, 2));

describe('the row window', () => {
  it('is open until a time was picked or none is needed', () => {
    expect(stateOf('window', withWindow(null))?.kind).toBe('open');
    expect(stateOf('window', withWindow({ kind: 'not-needed', by: ben, at: noon }))).toMatchObject({ by: ben });
    expect(stateOf('window', withWindow(picked(hour, 2 * hour)))?.kind).toBe('settled');
  });
  it('is settled by itself where the review finds no long lock, and asks where it does', () => {
    const reviewedAs = (of: Review) => stateOf('window', waitingRun({ plan: plan({ review: of }) }));
    expect(reviewedAs(review([finding({ severity: 'caution' })]))).toEqual({
      kind: 'settled',
      how: 'not needed, the review finds no long lock',
      by: null,
      at: null,
    });
    expect(reviewedAs(review([finding({ severity: 'risky' })]))?.kind).toBe('open');
    expect(reviewedAs({ kind: 'not-reviewed', why: 'it broke' })?.kind).toBe('open');
  });
  it('keeps configured windows whatever the review finds', () => {
    const run = waitingRun({ plan: plan({ review: review([]) }) });
    expect(stateOf('window', run, under({ windows: [weeknights] }))).toMatchObject({
      how: expect.stringContaining('inside'),
    });
    expect(effectiveWindow(run, under({ windows: [weeknights] })).open).toBe(false);
  });
  it('asks again once the picked time has passed', () => {
    expect(stateOf('window', withWindow(picked(-hour, 0)))).toEqual({
      kind: 'open',
      need: 'the picked time has passed, pick another',
    });
    expect(stateOf('window', withWindow(picked(-hour, 0)), under({ windows: [weeknights] }))?.kind).toBe('open');
  });
  it('is settled by configured windows', () => {
    expect(stateOf('window', withWindow(null), under({ windows: [weeknights] }))).toMatchObject({
      kind: 'settled',
      how: 'inside Mon–Thu 22:00–02:00 (UTC)',
    });
  });
});

describe('effectiveWindow', () => {
  it('is always open where nothing is picked or configured', () => {
    expect(effectiveWindow(withWindow(null), situation())).toEqual({ open: true, closesAt: null });
  });
  it('opens at the picked moment, and not after the picked time', () => {
    const run = withWindow(picked(hour, 2 * hour));
    const at = (ms: number) => effectiveWindow(run, situation({ now: later(ms) }));
    expect(at(hour - 1)).toEqual({ open: false, opensAt: later(hour) });
    expect(at(hour)).toEqual({ open: true, closesAt: later(2 * hour) });
    expect(at(2 * hour)).toEqual({ open: false, opensAt: null });
  });
  it('keeps "not needed" inside configured windows', () => {
    const run = withWindow({ kind: 'not-needed', by: ben, at: noon });
    expect(effectiveWindow(run, under({ windows: [weeknights] }))).toEqual({ open: false, opensAt: monday22 });
  });
  it('closes with whichever of the two windows closes first', () => {
    const long: PickedWindow = {
      kind: 'picked',
      by: ana,
      at: noon,
      opensAt: epochMs(tuesday2 - hour),
      closesAt: epochMs(tuesday2 + hour),
    };
    const rules = { windows: [weeknights] };
    expect(effectiveWindow(withWindow(long), under(rules, { now: epochMs(tuesday2 - 1) }))).toEqual({
      open: true,
      closesAt: tuesday2,
    });
    expect(effectiveWindow(withWindow(long), under(rules, { now: tuesday2 }))).toEqual({ open: false, opensAt: null });
  });
  it('never starts a run late: once a picked window closed, no later moment is open', () => {
    const check = fc.property(
      fc.integer({ min: -48 * 60, max: 48 * 60 }),
      fc.integer({ min: 1, max: 600 }),
      fc.integer({ min: -96 * 60, max: 96 * 60 }),
      fc.constantFrom([], [weeknights]),
      (from, length, at, windows) => {
        const run = withWindow(picked(from * minute, (from + length) * minute));
        const opening = effectiveWindow(run, under({ windows }, { now: later(at * minute) }));
        const inside = at >= from && at < from + length;
        if (opening.open) expect(inside).toBe(true);
        else if (opening.opensAt !== null) {
          expect(opening.opensAt).toBeGreaterThan(later(at * minute));
          expect(effectiveWindow(run, under({ windows }, { now: opening.opensAt })).open).toBe(true);
        }
      },
    );
    fc.assert(check, { numRuns: 300 });
  });
});
