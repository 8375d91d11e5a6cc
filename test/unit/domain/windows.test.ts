import fc from 'fast-check';
import { DateTime } from 'luxon';
import { describe, expect, it } from 'vitest';
import { type RecurringWindow, type Weekday, weekdays } from '../../../src/domain/policy.ts';
import { describeWindows, minutesOfDay, openAt } from '../../../src/domain/windows.ts';
import { type EpochMs, epochMs } from '../../../src/lib/time.ts';

const zone = 'Europe/Berlin';
const everyDay: readonly Weekday[] = weekdays;
const nights: RecurringWindow = { days: ['mon', 'tue', 'wed', 'thu'], from: '22:00', to: '02:00', zone };
const at = (iso: string): EpochMs => epochMs(DateTime.fromISO(iso).toMillis());
const berlin = (text: string): EpochMs => epochMs(DateTime.fromISO(text, { zone }).toMillis());

describe('openAt', () => {
  it('is open overnight on the day after, and only after a day of the list', () => {
    expect(openAt([nights], berlin('2026-11-24T01:00'))).toEqual({ open: true, closesAt: berlin('2026-11-24T02:00') });
    expect(openAt([nights], berlin('2026-11-27T01:00'))).toEqual({ open: true, closesAt: berlin('2026-11-27T02:00') });
    expect(openAt([nights], berlin('2026-11-23T01:00'))).toEqual({ open: false, opensAt: berlin('2026-11-23T22:00') });
    expect(openAt([nights], berlin('2026-11-27T23:00'))).toEqual({ open: false, opensAt: berlin('2026-11-30T22:00') });
  });

  it('holds its first moment and not its last', () => {
    expect(openAt([nights], berlin('2026-11-23T22:00')).open).toBe(true);
    expect(openAt([nights], epochMs(berlin('2026-11-23T22:00') - 1)).open).toBe(false);
    expect(openAt([nights], epochMs(berlin('2026-11-24T02:00') - 1)).open).toBe(true);
    expect(openAt([nights], berlin('2026-11-24T02:00')).open).toBe(false);
  });

  it('takes equal times as a whole day', () => {
    const sunday: RecurringWindow = { days: ['sun'], from: '06:00', to: '06:00', zone };
    expect(openAt([sunday], berlin('2026-11-23T05:59'))).toEqual({ open: true, closesAt: berlin('2026-11-23T06:00') });
    expect(openAt([sunday], berlin('2026-11-23T06:00'))).toEqual({ open: false, opensAt: berlin('2026-11-29T06:00') });
  });

  it('takes windows that touch as one, also of different zones', () => {
    const morning: RecurringWindow = { days: ['tue'], from: '01:00', to: '03:00', zone: 'UTC' };
    expect(openAt([morning, nights], berlin('2026-11-23T23:00'))).toEqual({
      open: true,
      closesAt: at('2026-11-24T03:00Z'),
    });
  });

  it('never closes where every day is whole, and never opens without a window', () => {
    const always: RecurringWindow = { days: everyDay, from: '00:00', to: '00:00', zone };
    expect(openAt([always], berlin('2026-10-25T02:30'))).toEqual({ open: true, closesAt: null });
    expect(openAt([], berlin('2026-10-25T02:30'))).toEqual({ open: false, opensAt: null });
  });

  it('is an hour shorter in the night that skips one, and an hour longer in the night that repeats one', () => {
    const night: RecurringWindow = { days: everyDay, from: '22:00', to: '04:00', zone };
    const spring = openAt([night], at('2026-03-28T21:00Z'));
    expect(spring).toEqual({ open: true, closesAt: at('2026-03-29T02:00Z') });
    const autumn = openAt([night], at('2026-10-24T20:00Z'));
    expect(autumn).toEqual({ open: true, closesAt: at('2026-10-25T03:00Z') });
  });

  it('opens at the change where its time is skipped, and closes at the first of two equal times', () => {
    const early: RecurringWindow = { days: everyDay, from: '02:30', to: '04:00', zone };
    expect(openAt([early], at('2026-03-29T00:59:59Z'))).toEqual({ open: false, opensAt: at('2026-03-29T01:00Z') });
    const late: RecurringWindow = { days: everyDay, from: '22:00', to: '02:30', zone };
    expect(openAt([late], at('2026-10-25T00:00Z'))).toEqual({ open: true, closesAt: at('2026-10-25T00:30Z') });
    expect(openAt([late], at('2026-10-25T01:15Z')).open).toBe(false);
  });

  it('waits a week for a window that the change of clocks swallowed', () => {
    const swallowed: RecurringWindow = { days: ['sun'], from: '02:15', to: '02:45', zone };
    expect(openAt([swallowed], at('2026-03-28T12:00Z'))).toEqual({ open: false, opensAt: berlin('2026-04-05T02:15') });
  });
});

const time = fc.integer({ min: 0, max: 47 }).map((half) => {
  const hours = String(Math.floor(half / 2)).padStart(2, '0');
  return `${hours}:${half % 2 === 0 ? '00' : '30'}`;
});
const window = fc.record({
  days: fc.uniqueArray(fc.constantFrom(...weekdays), { minLength: 1 }),
  from: time,
  to: time,
  zone: fc.constantFrom('Europe/Berlin', 'America/New_York', 'Asia/Kolkata', 'Australia/Lord_Howe', 'UTC'),
});
/** Half of the moments lie around the two changes of clocks in Berlin. */
const moment = fc.oneof(
  fc.integer({ min: Date.UTC(2026, 2, 27), max: Date.UTC(2026, 2, 31) }),
  fc.integer({ min: Date.UTC(2026, 9, 23), max: Date.UTC(2026, 9, 27) }),
  fc.integer({ min: Date.UTC(2026, 0, 1), max: Date.UTC(2027, 0, 1) }),
);

/** Reads the wall itself: the moment lies in the day's span, or in the one that began the day before. Only for nights without a change of clocks. */
function readsOpen({ days, from, to, zone }: RecurringWindow, at: EpochMs): boolean {
  const here = DateTime.fromMillis(at, { zone });
  const clock = here.toFormat('HH:mm');
  const day = weekdays[here.weekday - 1] ?? 'mon';
  const dayBefore = weekdays[here.minus({ days: 1 }).weekday - 1] ?? 'mon';
  if (from < to) return days.includes(day) && clock >= from && clock < to;
  return (days.includes(day) && clock >= from) || (days.includes(dayBefore) && clock < to);
}

const quiet = (zone: string, at: number): boolean => {
  const offsets = [-36, 0, 36].map((hours) => DateTime.fromMillis(at + hours * 3_600_000, { zone }).offset);
  return new Set(offsets).size === 1;
};

describe('openAt, of any windows', () => {
  it('agrees with the clock on the wall', () => {
    const check = fc.property(fc.array(window, { maxLength: 4 }), moment, (windows, ms) => {
      fc.pre(windows.every((one) => quiet(one.zone, ms)));
      expect(openAt(windows, epochMs(ms)).open).toBe(windows.some((one) => readsOpen(one, epochMs(ms))));
    });
    fc.assert(check, { numRuns: 300 });
  });

  it('changes at the moment that it names, and not before', () => {
    const check = fc.property(
      fc.array(window, { minLength: 1, maxLength: 3 }),
      moment,
      fc.double({ min: 0, max: 1, noNaN: true }),
      (windows, ms, share) => {
        const now = openAt(windows, epochMs(ms));
        const change = now.open ? now.closesAt : now.opensAt;
        if (change === null) return;
        expect(change).toBeGreaterThan(ms);
        expect(openAt(windows, change).open).toBe(!now.open);
        const between = epochMs(Math.floor(ms + share * (change - 1 - ms)));
        expect(openAt(windows, between)).toEqual(now);
      },
    );
    fc.assert(check, { numRuns: 200 });
  });
});

describe('minutesOfDay', () => {
  it('reads times of day and nothing else', () => {
    expect(['00:00', '23:59', '24:00', '7:30', '12:60', ''].map(minutesOfDay)).toEqual([
      0,
      1439,
      null,
      null,
      null,
      null,
    ]);
  });
});

describe('describeWindows', () => {
  it('shortens days in a row, and lists others', () => {
    const days = { ...nights, days: ['sat', 'mon'] as const };
    expect(describeWindows([nights, days])).toBe(
      'inside Mon–Thu 22:00–02:00 (Europe/Berlin) or Sat, Mon 22:00–02:00 (Europe/Berlin)',
    );
  });
});
