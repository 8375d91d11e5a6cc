import { describe, expect, it } from 'vitest';
import {
  announced,
  backupBegun,
  backupEnded,
  mayBackUp,
  mayTick,
  reviewed,
  windowNotNeeded,
  windowPicked,
} from '../../../../src/domain/decide/tick.ts';
import type { RunId } from '../../../../src/domain/ids.ts';
import { type ChecklistItem, checklistItems } from '../../../../src/domain/policy.ts';
import type { Run } from '../../../../src/domain/run.ts';
import { epochMs } from '../../../../src/lib/time.ts';
import {
  actionsOf,
  ana,
  approvedBy,
  ben,
  cleo,
  dan,
  drawnOf,
  eve,
  hour,
  jobsOf,
  later,
  noon,
  oneOfEach,
  otherReceipt,
  otherRun,
  policy,
  proceeding,
  receipt,
  refusalOf,
  shown,
  situation,
  teamChannel,
  under,
  waitingRun,
  weeknights,
} from '../samples.ts';

const rows = (...checklist: readonly ChecklistItem[]) => under({ checklist });
const approved = waitingRun({ approvals: approvedBy(ben, cleo) });
const ticked = (change: Partial<Run['checklist']>): Run =>
  waitingRun({ checklist: { ...waitingRun().checklist, ...change } });

describe('the review', () => {
  const press = (by: typeof ana, shownReceipt = shown()) => ({ by, shownReceipt });

  it('records who read which SQL, and starts a run that lacked nothing else', () => {
    const { run, effects } = proceeding(reviewed(approved, press(dan), rows('review')));
    expect(run.checklist.review).toEqual({ by: dan, at: noon, receipt });
    expect(actionsOf(effects)).toEqual(['checklist.review']);
    expect(jobsOf(effects)).toEqual(['confirm-approvers']);
  });
  it('is not for the requester, even one who may approve', () => {
    const rights = { ...policy().rights, approve: [ana] };
    expect(refusalOf(reviewed(waitingRun(), press(ana), under({ rights })))).toBe('self-review');
  });
  it('is for those who may approve', () => {
    expect(refusalOf(reviewed(waitingRun(), press(eve), situation()))).toBe('right-missing');
  });
  it('is for the SQL that was shown', () => {
    expect(refusalOf(reviewed(waitingRun(), press(ben, shown(otherReceipt)), situation()))).toBe('receipt-outdated');
    expect(refusalOf(reviewed(waitingRun(), press(ben, ''), situation()))).toBe('receipt-outdated');
  });
  it('answers the second one, and takes a new one for new SQL', () => {
    const read = (of: typeof receipt) => ticked({ review: { by: ben, at: noon, receipt: of } });
    expect(reviewed(read(receipt), press(cleo), situation())).toMatchObject({
      refusal: { code: 'already-settled', by: ben, at: noon },
    });
    expect(reviewed(read(otherReceipt), press(cleo), situation()).kind).toBe('proceed');
  });
});

describe('the window', () => {
  const monday23 = epochMs(Date.UTC(2026, 10, 23, 23));
  const pick = (opensAt = later(hour), lengthMs = hour) => ({ by: ana, opensAt, lengthMs });

  it('is picked with a start and a length, and wakes the run at its start', () => {
    const decision = proceeding(windowPicked(approved, pick(), rows('window')));
    expect(decision.run.checklist.window).toEqual({
      kind: 'picked',
      by: ana,
      at: noon,
      opensAt: later(hour),
      closesAt: later(2 * hour),
    });
    expect(decision.wakeAt).toBe(later(hour));
  });
  it('may be picked again, as after it was missed', () => {
    const missed = { kind: 'picked' as const, by: ben, at: noon, opensAt: noon, closesAt: later(1) };
    const run = { ...approved, checklist: { ...approved.checklist, window: missed } };
    expect(proceeding(windowPicked(run, pick(), rows('window'))).run.checklist.window).toMatchObject({ by: ana });
  });
  it('is not picked where it is over already, or outside of the configured windows', () => {
    expect(refusalOf(windowPicked(waitingRun(), pick(later(-2 * hour)), situation()))).toBe('window-outside');
    const windows = under({ windows: [weeknights] });
    expect(refusalOf(windowPicked(waitingRun(), pick(), windows))).toBe('window-outside');
    expect(windowPicked(waitingRun(), pick(monday23), windows).kind).toBe('proceed');
  });
  it('is said not to be needed, but not where windows are configured', () => {
    const { run } = proceeding(windowNotNeeded(approved, ben, rows('window')));
    expect(run.state.kind).toBe('queued');
    expect(refusalOf(windowNotNeeded(waitingRun(), ben, under({ windows: [weeknights] })))).toBe('window-needed');
    const said = ticked({ window: { kind: 'not-needed', by: ben, at: noon } });
    expect(windowNotNeeded(said, ana, situation())).toMatchObject({ refusal: { code: 'already-settled', by: ben } });
  });
});

describe('the announcement', () => {
  it('tells the team, once', () => {
    const { run, effects } = proceeding(announced(waitingRun(), ana, rows('notify')));
    expect(run.checklist.notify).toEqual({ by: ana, at: noon });
    expect(drawnOf(effects)).toContainEqual({
      kind: 'announcement',
      run: run.id,
      channel: teamChannel,
      moment: 'requested',
    });
    expect(announced(run, ben, rows('notify'))).toMatchObject({ refusal: { code: 'already-settled', by: ana } });
  });
});

describe('the backup', () => {
  const press = { by: ben, backupRun: otherRun };
  const begun = proceeding(backupBegun(approved, press, rows('backup'))).run;
  const ended = (takenAt: number | null, backupRun: RunId = otherRun) => ({
    backupRun,
    takenAt: takenAt === null ? null : epochMs(takenAt),
  });

  it('holds the run back while it is under way', () => {
    expect(begun.state.kind).toBe('waiting');
    expect(begun.checklist.backup).toEqual({ run: otherRun, takenAt: null, by: ben });
  });
  it('settles the row when it was taken', () => {
    const { run } = proceeding(backupEnded(begun, ended(noon), rows('backup')));
    expect(run.checklist.backup?.takenAt).toBe(noon);
    expect(run.state.kind).toBe('queued');
  });
  it('falls back to the start of the run when it was not', () => {
    const { run } = proceeding(backupEnded(begun, ended(null), rows('backup')));
    expect(run.checklist.backup).toBeNull();
    expect(run.state.kind).toBe('queued');
  });
  it('is not settled by another backup, or after the request ended', () => {
    expect(backupEnded(begun, ended(noon, 'r9' as RunId), rows('backup')).kind).toBe('leave');
    const cancelled = {
      ...begun,
      state: { kind: 'ended' as const, ending: { kind: 'expired' as const }, startedAt: null, endedAt: noon },
    };
    expect(backupEnded(cancelled, ended(noon), rows('backup')).kind).toBe('leave');
  });
  it('is not taken twice within the hour for which it serves', () => {
    const taken = ticked({ backup: { run: otherRun, takenAt: noon, by: ben } });
    expect(mayBackUp(taken, ana, situation({ now: later(hour) }))).toMatchObject({
      code: 'already-settled',
      by: ben,
      at: noon,
    });
    expect(mayBackUp(taken, ana, situation({ now: later(hour + 1) }))).toBeNull();
    expect(mayBackUp(waitingRun(), ana, situation())).toBeNull();
  });
});

describe('who may settle rows', () => {
  it('are those who may request and those who may approve', () => {
    expect([ana, ben, cleo, dan, eve].map((by) => mayTick(by, situation())?.code ?? null)).toEqual([
      null,
      null,
      null,
      null,
      'right-missing',
    ]);
  });
  it('are asked for the right to request', () => {
    expect(mayTick(eve, situation())).toMatchObject({ right: 'request' });
  });

  const presses: Readonly<Record<string, (run: Run, by: typeof ana) => ReturnType<typeof announced>>> = {
    review: (run, by) => reviewed(run, { by, shownReceipt: shown() }, situation()),
    pick: (run, by) => windowPicked(run, { by, opensAt: later(hour), lengthMs: hour }, situation()),
    'not needed': (run, by) => windowNotNeeded(run, by, situation()),
    announce: (run, by) => announced(run, by, situation()),
    backup: (run, by) => backupBegun(run, { by, backupRun: otherRun }, situation()),
  };
  it.each(Object.entries(presses))('press "%s" on a waiting run only, and are told why not on another', (_, press) => {
    const others = oneOfEach().filter(({ state }) => state.kind !== 'waiting');
    for (const run of others) expect(refusalOf(press(run, ben))).toMatch(/^(still-preparing|run-started|run-ended)$/);
    expect(refusalOf(press(waitingRun(), eve))).toBe('right-missing');
    expect(press(waitingRun(), ben).kind).toBe('proceed');
  });
  it('need every configured row before a run starts', () => {
    const at = rows(...checklistItems);
    const opened = proceeding(announced(approved, ana, at)).run;
    const read = proceeding(reviewed(opened, { by: dan, shownReceipt: shown() }, at)).run;
    expect(read.state.kind).toBe('waiting');
    const promotion = {
      from: policy().promotesFrom ?? read.environment,
      lookedAt: noon,
      proved: [],
      unproved: [],
      trouble: null,
    };
    const proved = { ...read, plan: read.plan && { ...read.plan, promotion } };
    expect(proceeding(windowNotNeeded(proved, ana, at)).run.state.kind).toBe('queued');
  });
});
