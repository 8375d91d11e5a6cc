import type { FoundOfFile, Presence, Resolution } from '../domain/resolve.ts';
import { assertNever } from '../lib/assert-never.ts';
import { type Mrkdwn, md } from './escape.ts';
import { count } from './words.ts';

/** What follows from each end. */
export const thenWords: Readonly<Record<Resolution, string>> = {
  applied: 'It is never run again; the next deploy goes on with the files after it.',
  'rolled-back': 'The next deploy applies its file again, from the first statement.',
};

/** "nothing of it is there (3 statements looked for)" */
export function foundWords({ extent, present, absent, unknown }: FoundOfFile): Mrkdwn {
  const looked = present + absent + unknown;
  switch (extent) {
    case 'all':
      return md`all of it is there (${count(present, 'statement')})`;
    case 'none':
      return md`nothing of it is there (${count(absent, 'statement')} looked for)`;
    case 'some':
      if (present === 0) return md`only an index of it is there, which was never finished`;
      return md`a part of it is there (${present} of ${count(looked, 'statement')})`;
    case 'unknown':
      return looked === 0
        ? md`nobody can say what of it is there`
        : md`nobody can say whether all of it is there (${unknown} of ${count(looked, 'statement')} cannot be looked at)`;
    default:
      return assertNever(extent);
  }
}

/** A sign before each statement; the words beside it say the same. */
export const presenceMarks: Readonly<Record<Presence, string>> = {
  present: '✓',
  absent: '✗',
  partly: '!',
  unknown: '?',
  'without-trace': '·',
};
