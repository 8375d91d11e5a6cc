import type { GateRule } from './gate.ts';
import { oneOrMany } from './typed.ts';

/** Prisma's own comparison takes CRLF and LF as the same text, and so does this one. */
export const lineEnds: GateRule = {
  id: 'line-ends',
  holds: 'nothing',
  title: 'Other line ends than when applied',
  closed: 'an applied file has CRLF where it had LF, or the other way round, and is the same otherwise',
  look: ({ comparison }) => {
    const names = comparison.edited.filter(({ lineEndsOnly }) => lineEndsOnly).map(({ name }) => name);
    if (names.length === 0) return null;
    return {
      sentence: oneOrMany(
        names,
        'has other line ends than when it was applied, and is the same otherwise',
        'files have other line ends than when they were applied, and are the same otherwise',
      ),
      waysOut: [
        'Nothing has to be done: Prisma takes both for the same file. The line `migration.sql text eol=lf` in `.gitattributes` keeps it from happening again.',
      ],
      details: names,
    };
  },
};
