import { type EpochMs, epochMs } from '../lib/time.ts';
import { type RecurringWindow, type Weekday, weekdays } from './policy.ts';
import { addDays, type CalendarDay, calendarDay, momentOf } from './wall-clock.ts';

/**
 * Whether recurring windows are open, and until or from when. `closesAt` null: they never close; `opensAt` null: they
 * never open.
 */
export type Opening =
  | { readonly open: true; readonly closesAt: EpochMs | null }
  | { readonly open: false; readonly opensAt: EpochMs | null };

/** From `from` to just before `to`. */
interface Span {
  readonly from: EpochMs;
  readonly to: EpochMs;
}

/** Far enough to see every weekday twice: a window that a change of clocks swallowed comes again a week later. */
const daysAhead = 16;
/** What is still open after so long is open for good, since windows recur every week. */
const foreverMs = 9 * 86_400_000;

/**
 * Whether any of `windows` is open at `at`. Windows that touch or overlap count as one, so that `closesAt` is when the
 * last of them closes. Without any window it is never open; who means "always" asks before.
 */
export function openAt(windows: readonly RecurringWindow[], at: EpochMs): Opening {
  const spans = joined(windows.flatMap((window) => spansAround(window, at)));
  const present = spans.find((span) => span.from <= at && at < span.to);
  if (present === undefined) return { open: false, opensAt: spans.find((span) => span.from > at)?.from ?? null };
  return { open: true, closesAt: present.to - at > foreverMs ? null : present.to };
}

/** Minutes since midnight of "22:00"; null when it is not a time of day. */
export function minutesOfDay(time: string): number | null {
  const [, hours, minutes] = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(time) ?? [];
  return hours === undefined ? null : Number(hours) * 60 + Number(minutes);
}

/** The spans of one window from two days before `at`, since the one of last night may still be open. */
function spansAround(window: RecurringWindow, at: EpochMs): readonly Span[] {
  const today = calendarDay(window.zone, at);
  const days = Array.from({ length: daysAhead + 2 }, (_, index) => addDays(today, index - 2));
  return days.filter((day) => window.days.includes(weekdayOf(day))).flatMap((day) => spanOn(window, day));
}

/** Empty where a change of clocks leaves nothing of the window. */
function spanOn({ zone, from, to }: RecurringWindow, day: CalendarDay): readonly Span[] {
  const [opens, closes] = [minutesOfDay(from), minutesOfDay(to)];
  if (opens === null || closes === null) return [];
  const span = {
    from: momentOf(zone, day, opens),
    to: momentOf(zone, closes > opens ? day : addDays(day, 1), closes),
  };
  return span.from < span.to ? [span] : [];
}

function weekdayOf(day: CalendarDay): Weekday {
  // 1970-01-01, day 0, was a Thursday.
  return weekdays[(((day / 86_400_000 + 3) % 7) + 7) % 7] ?? 'mon';
}

/** Spans by start, those that touch made one. */
function joined(spans: readonly Span[]): readonly Span[] {
  const done: Span[] = [];
  for (const span of [...spans].sort((a, b) => a.from - b.from)) {
    const last = done.at(-1);
    if (last === undefined || last.to < span.from) done.push(span);
    else done[done.length - 1] = { from: last.from, to: epochMs(Math.max(last.to, span.to)) };
  }
  return done;
}

/** "inside Mon–Thu 22:00–02:00 (Europe/Berlin)" */
export function describeWindows(windows: readonly RecurringWindow[]): string {
  const spans = windows.map(({ days, from, to, zone }) => `${describeDays(days)} ${from}–${to} (${zone})`);
  return `inside ${spans.join(' or ')}`;
}

function describeDays(days: RecurringWindow['days']): string {
  const words = days.map((day) => day.charAt(0).toUpperCase() + day.slice(1));
  const places = days.map((day) => weekdays.indexOf(day));
  const inARow = places.every((place, index) => index === 0 || place === (places[index - 1] ?? 0) + 1);
  return inARow && words.length > 2 ? `${words[0]}–${words.at(-1)}` : words.join(', ');
}
