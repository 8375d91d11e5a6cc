import type { KnownBlock } from '@slack/types';
import type { PrismaWord } from '../domain/inquiry.ts';
import type { Trouble } from '../domain/trouble.ts';
import { assertNever } from '../lib/assert-never.ts';
import { bold, join, lines, type Mrkdwn, md } from './escape.ts';
import { context, section } from './limits.ts';
import { troubleLine } from './trouble.ts';
import { count, nameList, sentence } from './words.ts';

/** The second stroke: what Prisma itself says. `awaited`: it is being asked and will follow. */
export function prismaBlock(prisma: PrismaWord | Trouble | null, awaited: boolean): KnownBlock | null {
  if (prisma === null)
    return awaited
      ? context(md`◌ Prisma's own word follows, and the comparison of the database with its files.`)
      : null;
  if ('code' in prisma) return section(md`${bold('Prisma itself')} could not be asked. ${troubleLine(prisma)}`);
  if (prisma.disagreements.length === 0)
    return section(md`${bold('Prisma itself')} says the same: ${verdict(prisma)}.`);
  const listed = prisma.disagreements.map((one) => md`• ${sentence(one)}`);
  return section(lines(md`! ${bold('Prisma itself')} says: ${verdict(prisma)}. The two disagree:`, join(listed, '\n')));
}

function verdict({ verdict: word, pending, failed }: PrismaWord): Mrkdwn {
  switch (word) {
    case 'up-to-date':
      return md`the database is up to date`;
    case 'pending':
      return md`${count(pending.length, 'migration')} not yet applied`;
    case 'failed':
      return md`failed: ${nameList(failed)}`;
    case 'unreachable':
      return md`the database cannot be reached`;
    case 'unclear':
      return md`nothing that Godwit understands`;
    default:
      return assertNever(word);
  }
}

export const disagrees = (prisma: PrismaWord | Trouble | null): boolean =>
  prisma !== null && !('code' in prisma) && prisma.disagreements.length > 0;
