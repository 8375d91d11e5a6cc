import type { Brand } from './brand.ts';

/** Milliseconds since 1970-01-01 UTC. */
export type EpochMs = Brand<number, 'EpochMs'>;

/** Takes a number of milliseconds since 1970 at its word. */
export const epochMs = (ms: number): EpochMs => ms as EpochMs;

/** The moment `ms` milliseconds after `at`. */
export const after = (at: EpochMs, ms: number): EpochMs => epochMs(at + ms);
