import { parseDuration } from '../../lib/duration.ts';
import { unquoted } from './normalise.ts';

const units: Readonly<Record<string, string>> = {
  s: 's',
  sec: 's',
  second: 's',
  m: 'm',
  min: 'm',
  minute: 'm',
  h: 'h',
  hr: 'h',
  hour: 'h',
  d: 'd',
  day: 'd',
};

/** The longest freeze with an end; a longer one is meant to be lifted by hand. */
export const longestFreezeMs = 90 * 86_400_000;

/** A reason and how long; `for …` at the end is a duration only when it reads like one. */
export function parseFreeze(text: string): { readonly reason: string; readonly forMs: number | null } {
  const found = /^(.*?)(?:^|\s)for ((?:\d+ ?[a-z]+ ?)+)$/i.exec(text);
  const forMs = found === null ? null : spokenDuration(found[2] ?? '');
  return forMs === null ? { reason: unquoted(text), forMs } : { reason: unquoted(found?.[1] ?? ''), forMs };
}

/** Milliseconds of "2h", "2 hours", "1 h 30 min"; null when it is no duration. */
function spokenDuration(text: string): number | null {
  const parts = [...text.toLowerCase().matchAll(/(\d+) ?([a-z]+)/g)];
  const short = parts.map(([, amount, unit]) => `${amount}${shortUnit(unit ?? '')}`).join('');
  return parseDuration(short);
}

function shortUnit(unit: string): string {
  const singular = unit.length > 1 ? unit.replace(/s$/, '') : unit;
  return Object.hasOwn(units, singular) ? (units[singular] ?? '?') : '?';
}
