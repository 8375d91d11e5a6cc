import type { Limit } from '../rounds.ts';

export const atMostMs = (most: number): Limit => ({ unit: 'ms', words: `${most} ms`, holds: (ms) => ms <= most });
const atMostMB = (most: number): Limit => ({ unit: 'MB', words: `${most} MB`, holds: (mb) => mb <= most });
/** A figure to know, without a limit. */
export const forKnowing: Limit = { unit: 'ms', words: '–', holds: () => true };

/** The most memory that a review may take. */
export const memory = atMostMB(300);
