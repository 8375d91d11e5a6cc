import { randomInt } from 'node:crypto';
import type { InquiryId, RunId } from '../domain/ids.ts';
import { epochMs } from '../lib/time.ts';
import type { Clock } from '../ports/clock.ts';

/** Without letters and digits that are mistaken for one another when read aloud. */
const alphabet = '23456789abcdefghjkmnpqrstuvwxyz';

const word = (length: number): string => Array.from({ length }, () => alphabet[randomInt(alphabet.length)]).join('');

/** The machine's own time and chance. */
export const systemClock: Clock = {
  now: () => epochMs(Date.now()),
  newRunId: () => `r${word(7)}` as RunId,
  newInquiryId: () => `q${word(15)}` as InquiryId,
};
