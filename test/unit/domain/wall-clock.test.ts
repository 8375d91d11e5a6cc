import { DateTime } from 'luxon';
import { describe, expect, it } from 'vitest';
import { calendarDay, momentOf } from '../../../src/domain/wall-clock.ts';
import { epochMs } from '../../../src/lib/time.ts';

const minute = 60_000;
/** Days on which clocks change: by an hour, by half an hour, at midnight, and once by a whole day. */
const days: readonly [string, string][] = [
  ['Europe/Berlin', '2026-03-29'],
  ['Europe/Berlin', '2026-10-25'],
  ['America/New_York', '2026-03-08'],
  ['America/New_York', '2026-11-01'],
  ['Australia/Lord_Howe', '2026-04-05'],
  ['Australia/Lord_Howe', '2026-10-04'],
  ['America/Havana', '2026-03-08'],
  ['Pacific/Apia', '2011-12-30'],
  ['Asia/Kolkata', '2026-06-01'],
];

describe('momentOf', () => {
  it.each(days)('is the first minute in which clocks in %s on %s show the time or a later one', (zone, date) => {
    const day = Date.parse(`${date}T00:00Z`);
    const minutes = Array.from({ length: 4 * 1440 }, (_, index) => day + (index - 1440 * 1.5) * minute);
    const walls = minutes.map((at) => ({ at, wall: at + DateTime.fromMillis(at, { zone }).offset * minute }));
    for (let time = 0; time < 1440; time += 15) {
      const first = walls.find(({ wall }) => wall >= day + time * minute);
      expect({ time, at: momentOf(zone, day, time) }).toEqual({ time, at: first?.at });
    }
  });
});

describe('calendarDay', () => {
  it('is the date on the wall, not in UTC', () => {
    const at = epochMs(Date.parse('2026-11-22T23:30Z'));
    expect([calendarDay('Europe/Berlin', at), calendarDay('UTC', at), calendarDay('America/New_York', at)]).toEqual(
      ['2026-11-23', '2026-11-22', '2026-11-22'].map((date) => Date.parse(`${date}T00:00Z`)),
    );
    expect(calendarDay('UTC', epochMs(-1))).toBe(Date.parse('1969-12-31T00:00Z'));
  });
});
