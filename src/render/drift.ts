import type { KnownBlock } from '@slack/types';
import type { DriftDifference, DriftReport } from '../domain/drift.ts';
import type { Environment } from '../domain/environment.ts';
import type { UserId } from '../domain/ids.ts';
import type { Trouble } from '../domain/trouble.ts';
import { typed } from './commands.ts';
import { bold, code, lines, type Mrkdwn, md, nothing } from './escape.ts';
import { context, header, message, type Rendered, section } from './limits.ts';
import { riskLines } from './risk.ts';
import { type SqlTexts, sqlBlock } from './sql.ts';
import { troubleBlocks, troubleText } from './trouble.ts';
import { count, date, mention, sentence } from './words.ts';

export interface DriftView {
  readonly environment: Environment;
  readonly report: DriftReport | Trouble;
  readonly sql: SqlTexts;
  /** Null where only the asker sees the answer, and where nobody asked. */
  readonly askedBy: UserId | null;
  readonly scheduled: boolean;
  /** Whether the whole SQL follows as files in the thread. */
  readonly attached: boolean;
}

/** How the database differs from its migrations, as SQL in both directions. */
export function drift(view: DriftView): Rendered {
  const { environment, report, askedBy, scheduled } = view;
  const name = `Drift of ${environment.name}`;
  const seen = 'code' in report ? null : report;
  return message(md`${name}: ${'code' in report ? troubleText(report) : summary(report)}`, [
    header(name),
    ...('code' in report ? troubleBlocks(report) : reportBlocks(view, report)),
    context(
      askedBy === null ? null : md`Asked by ${mention(askedBy)}`,
      scheduled ? md`Looked at by itself, told because something changed since the last time` : null,
      md`${code(environment.id)}${seen === null ? nothing : md` · looked at ${date(seen.lookedAt)} · Prisma ${seen.prismaVersion ?? 'unknown'}`}`,
    ),
  ]);
}

const summary = ({ difference, applied }: DriftReport): Mrkdwn =>
  difference === null
    ? md`no difference; the database is as its ${count(applied, 'applied migration')} made it.`
    : md`the database is not as its ${count(applied, 'applied migration')} made it.`;

function reportBlocks(view: DriftView, report: DriftReport): readonly (KnownBlock | null)[] {
  const { difference, applied, basis, beside, limits } = report;
  const measure = basis === 'applied-files' ? count(applied, 'applied migration') : 'schema file';
  return [
    section(
      difference === null
        ? md`✓ ${bold('No difference.')} Prisma compared the database with its ${measure}.`
        : md`! ${bold('The database differs')} from its ${measure}.`,
    ),
    listed('Seen by Godwit besides', beside),
    ...(difference === null ? [] : directions(view, difference)),
    listed('Not compared, or doubtful', limits),
  ];
}

const shownLines = 10;

function listed(title: string, sentences: readonly string[]): KnownBlock | null {
  if (sentences.length === 0) return null;
  const rest = sentences.length - shownLines;
  return section(
    lines(
      bold(`${title}:`),
      ...sentences.slice(0, shownLines).map((one) => md`• ${sentence(one)}`),
      rest > 0 ? md`… ${rest} more` : null,
    ),
  );
}

/** Both in one message, which holds 13 kB in all. */
const roomEach = 1_500;

function directions({ environment, sql, attached }: DriftView, { adopt, revert, review }: DriftDifference) {
  const whole = attached
    ? md`whole as ${code('adopt.sql')} in the thread`
    : md`ask without ${code('privately')} for the whole`;
  const wholeRevert = attached ? md`whole as ${code('revert.sql')} in the thread` : whole;
  const mark = code(typed(`resolve ${environment.id} applied NAME`));
  return [
    section(
      md`${bold('Adopt it')}: the database is right. Commit this as a new migration and mark it as applied here with ${mark}; other environments get it with their next deploy. (${whole})`,
    ),
    sqlSection(sql.get(adopt)),
    section(
      lines(
        md`${bold('Revert it')}: the files are right. Run this once on this database, after a backup; as a migration it would fail wherever nothing drifted. (${wholeRevert})`,
        riskLines(review),
      ),
    ),
    sqlSection(sql.get(revert)),
  ];
}

const sqlSection = (text: string | undefined): KnownBlock =>
  section(text === undefined ? md`The text is not at hand any more; ask again.` : sqlBlock(text, roomEach));
