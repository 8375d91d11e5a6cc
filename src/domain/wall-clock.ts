import { IANAZone } from 'luxon';
import { type EpochMs, epochMs } from '../lib/time.ts';

const dayMs = 86_400_000;

/** A date of the calendar, without a place: midnight UTC of that date. */
export type CalendarDay = number;

/** The date that calendars in `zone` show at `at`. */
export function calendarDay(zone: string, at: EpochMs): CalendarDay {
  const wall = at + offsetMs(zone, at);
  return wall - (((wall % dayMs) + dayMs) % dayMs);
}

/** The date `days` later. */
export const addDays = (day: CalendarDay, days: number): CalendarDay => day + days * dayMs;

/**
 * The first moment at which clocks in `zone` show that time of that day, or a later one.
 * A time that clocks skip in spring is the moment of the change; one that they show twice in autumn is the first of the two.
 * So later times never come earlier, and a window that ends where another begins leaves no gap.
 */
export function momentOf(zone: string, day: CalendarDay, minutes: number): EpochMs {
  const wall = day + minutes * 60_000;
  const [before, after] = [offsetMs(zone, wall - dayMs), offsetMs(zone, wall + dayMs)];
  if (before === after) return epochMs(wall - before); // a zone is slow to ask
  return firstShowing(zone, wall, wall - Math.max(before, after), wall - Math.min(before, after));
}

/** Milliseconds to add to UTC to get the time on the wall. */
function offsetMs(zone: string, at: number): number {
  return IANAZone.create(zone).offset(at) * 60_000;
}

/**
 * The first moment in `[early, late]` whose wall time is `wall` or later; halves the span, since clocks change at most
 * once in it.
 */
function firstShowing(zone: string, wall: number, early: number, late: number): EpochMs {
  const reached = (at: number): boolean => at + offsetMs(zone, at) >= wall;
  if (reached(early)) return epochMs(early);
  let [before, at] = [early, late];
  while (at - before > 1_000) {
    const middle = Math.floor((before + at) / 2_000) * 1_000;
    if (reached(middle)) at = middle;
    else before = middle;
  }
  return epochMs(at);
}
