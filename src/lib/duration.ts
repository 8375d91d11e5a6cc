const units = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** A hundred years: what is added to a moment must leave a date that calendars hold. */
const longestMs = 36_525 * units.d;

/** Milliseconds of "30m", "2s", "4h", "1h30m" or "500ms"; null when the text is not a duration, or longer than a hundred years. */
export function parseDuration(text: string): number | null {
  if (!/^(\d+(ms|s|m|h|d))+$/.test(text.trim())) return null;
  const parts = text.trim().matchAll(/(\d+)(ms|s|m|h|d)/g);
  const ms = [...parts].reduce((sum, [, amount, unit]) => sum + Number(amount) * units[unit as keyof typeof units], 0);
  return ms <= longestMs ? ms : null;
}

/** A duration as people say it: "0.4 s", "34 s", "2 min 5 s", "3 h 10 min", "2 d". */
export function formatDuration(ms: number): string {
  if (ms < 9_950) return `${(ms / 1_000).toFixed(1)} s`;
  if (ms < 59_500) return `${Math.round(ms / 1_000)} s`;
  if (ms < units.h - 500) return twoParts(Math.round(ms / 1_000), 60, 'min', 's');
  if (ms < units.d - 30_000) return twoParts(Math.round(ms / units.m), 60, 'h', 'min');
  return twoParts(Math.round(ms / units.h), 24, 'd', 'h');
}

function twoParts(total: number, base: number, large: string, small: string): string {
  const rest = total % base;
  return `${Math.floor(total / base)} ${large}${rest === 0 ? '' : ` ${rest} ${small}`}`;
}
