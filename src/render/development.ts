import type { KnownBlock } from '@slack/types';
import type { LossReport } from '../domain/inquiry.ts';
import type { Purpose } from '../domain/run.ts';
import { formatBytes } from '../lib/bytes.ts';
import { bold, code, join, lines, type Mrkdwn, md, nothing } from './escape.ts';
import { section } from './limits.ts';
import { count, sentence } from './words.ts';

type Push = Extract<Purpose, { kind: 'push' }>;

/** What a reset does, on its card. */
export const resetBlock = (): KnownBlock =>
  section(
    lines(
      md`${bold('Lost:')} everything in the database. Every migration is then applied to the empty one; seeds are not run.`,
      md`A backup is taken first.`,
    ),
  );

/** What a push does and what it was confirmed to lose, on its card. */
export const pushBlock = (push: Push): KnownBlock =>
  section(
    lines(pushMeans(push), md`A backup is taken first. No migration is made: other environments get none of it.`),
  );

function pushMeans({ warnings, forceReset }: Push): Mrkdwn {
  if (forceReset) {
    return md`${bold('Lost:')} everything in the database. It is then made anew as the schema says (${code('--force-reset')}).`;
  }
  if (warnings.length === 0) return md`The database is made what the schema says. Prisma foresees no loss.`;
  return md`The database is made what the schema says. ${bold('Lost')}, in Prisma's words:\n${sentences(warnings)}`;
}

/** One a line, as Prisma says them. */
export function sentences(said: readonly string[], shown = 12): Mrkdwn {
  const rest = said.length - shown;
  const listed = said.slice(0, shown).map((one) => md`• ${sentence(one.slice(0, 400))}`);
  return join(rest > 0 ? [...listed, md`… ${rest} more`] : listed, '\n');
}

const rowWords = (rows: number | null): string =>
  rows === null
    ? 'rows that the server has no estimate of'
    : `about ${rows === 1 ? '1 row' : `${rows.toLocaleString('en-GB')} rows`}`;

/** The tables with what stands in them, largest first. */
export function tableLines({ tables, leftOut, bytes }: LossReport, shown = 15): Mrkdwn {
  if (tables.length === 0) return md`There is no table in it.`;
  const all = tables.length + leftOut;
  const rest = all - Math.min(shown, tables.length);
  const listed = tables
    .slice(0, shown)
    .map(({ name, rows, bytes: size }) => md`• ${code(name.slice(0, 130))} ${rowWords(rows)}, ${formatBytes(size)}`);
  const more = rest > 0 ? md`\n… ${count(rest, 'more table')}` : nothing;
  return md`${count(all, 'table')}, ${formatBytes(bytes)} in all:\n${join(listed, '\n')}${more}`;
}
