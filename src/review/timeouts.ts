import type { Change } from './changes/change.ts';

/** What the file has set so far; null is nothing. */
export interface Timeouts {
  readonly lockMs: number | null;
  readonly statementMs: number | null;
}

const units: Readonly<Record<string, number>> = {
  '': 1,
  ms: 1,
  s: 1_000,
  min: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  us: 0.001,
};

/** `2s`, `500`, `1min` in milliseconds; null where it is no duration. */
function durationMs(text: string): number | null {
  const [, amount, unit = ''] = /^\s*(\d+(?:\.\d+)?)\s*([a-z]*)\s*$/i.exec(text) ?? [];
  const factor = units[unit.toLowerCase()];
  return amount === undefined || factor === undefined ? null : Number(amount) * factor;
}

export function afterSetting(timeouts: Timeouts, change: Change): Timeouts {
  if (change.kind !== 'set') return timeouts;
  const ms = change.value === null ? null : durationMs(change.value);
  if (change.name === '' && ms === null) return { lockMs: null, statementMs: null };
  if (change.name === 'lock_timeout') return { ...timeouts, lockMs: ms };
  return change.name === 'statement_timeout' || change.name === 'transaction_timeout'
    ? { ...timeouts, statementMs: ms }
    : timeouts;
}
