import type { KnownBlock } from '@slack/types';
import type { InquiryId, UserId } from '../domain/ids.ts';
import type { Finding, PlanReport } from '../domain/inquiry.ts';
import { counts, type FileVerdict, type HeldTime, type Review, verdictOf } from '../domain/review.ts';
import { inquiryActions } from './action-ids.ts';
import { bold, code, join, lines, type Mrkdwn, md, nothing } from './escape.ts';
import { gateBlocks } from './gates.ts';
import { actions, button, context, header, message, type Rendered, section } from './limits.ts';
import { lockWords } from './lock-words.ts';
import { heldWords, riskLines, verdictWord } from './risk.ts';
import { deployButton } from './status-buttons.ts';
import type { Surroundings } from './surroundings.ts';
import { troubleBlocks, troubleText } from './trouble.ts';
import { count, date, mention, nameLines, sentence } from './words.ts';

export interface PlanView extends Surroundings {
  readonly inquiry: InquiryId;
  readonly finding: Extract<Finding, { kind: 'plan' }>;
  /** Null where only the asker sees the answer. */
  readonly askedBy: UserId | null;
}

/** What a deploy would do now: risk, files, gates. Nothing was asked for yet. */
export function plan(view: PlanView): Rendered {
  const { environment, finding, askedBy } = view;
  const { report } = finding;
  const name = `Plan for ${environment.name}`;
  const seen = 'code' in report ? null : report;
  return message(md`${name}: ${'code' in report ? troubleText(report) : planText(report)}`, [
    header(name),
    ...('code' in report ? troubleBlocks(report) : reportBlocks(report)),
    context(
      askedBy === null ? null : md`Asked by ${mention(askedBy)}`,
      md`${code(environment.id)}${seen === null ? nothing : md` · looked at ${date(seen.lookedAt)}`}${prismaVersion(seen)}`,
    ),
    seen === null ? null : actions(...planButtons(view, seen)),
  ]);
}

const prismaVersion = (report: PlanReport | null): Mrkdwn =>
  report === null || report.prismaVersion === null ? nothing : md` · Prisma ${report.prismaVersion}`;

function planText({ pending, review, gates }: PlanReport): Mrkdwn {
  const closed = gates.length === 0 ? '' : `, ${count(gates.length, 'gate')} to look at`;
  if (pending.length === 0) return md`nothing is pending${closed}.`;
  const risk = review === null ? '' : `, risk: ${verdictOf(review)}`;
  return md`${count(pending.length, 'pending migration')}${risk}${closed}.`;
}

/** A message holds 50 blocks, and whoever wants all opens the modal. */
const shownFiles = 12;

function reportBlocks({ pending, review, gates }: PlanReport): readonly (KnownBlock | null)[] {
  if (pending.length === 0) {
    return [section(md`${bold('Nothing is pending:')} every migration is applied.`), ...gateBlocks(gates)];
  }
  const rest = pending.length - shownFiles;
  return [
    section(lines(riskLines(review), durationLine(review))),
    ...fileBlocks(pending, review),
    rest > 0 ? context(md`… ${count(rest, 'more migration')}`) : null,
    ...gateBlocks(gates),
  ];
}

function fileBlocks(pending: PlanReport['pending'], review: Review | null): readonly (KnownBlock | null)[] {
  if (review?.kind !== 'reviewed')
    return [
      section(
        nameLines(
          pending.map(({ name }) => name),
          shownFiles,
        ),
      ),
    ];
  return review.files.slice(0, shownFiles).map((file) => section(fileLines(file, review)));
}

const shownFindings = 4;

/** One file: its word, what it does to others, what it locks. */
function fileLines(file: FileVerdict, { findings }: Extract<Review, { kind: 'reviewed' }>): Mrkdwn {
  const own = findings.filter((finding) => finding.file === file.name);
  const said = own.filter(counts);
  const allowed = own.length - said.length;
  const rest = said.length - shownFindings;
  return lines(
    md`${verdictWord(file.verdict)} · ${code(file.name.slice(0, 200))} · ${count(file.statements, 'statement')}`,
    ...said.slice(0, shownFindings).map((one) => md`• ${sentence(one.sentence)} (${one.rule}, ${one.severity})`),
    rest > 0 ? md`• … ${count(rest, 'more finding')}` : null,
    allowed > 0 ? md`• ${count(allowed, 'finding')} allowed by a comment` : null,
    file.locks.length === 0 ? null : md`Locks ${join(file.locks.slice(0, 4).map(lockWords), ' · ')}`,
  );
}

/** How long the work on live tables takes, from their sizes. */
function durationLine(review: Review | null): Mrkdwn | null {
  if (review?.kind !== 'reviewed') return null;
  if (review.blind !== null) return md`${bold('Duration:')} unknown without the sizes of the tables`;
  const total = heldInAll(review);
  if (total === null) return md`${bold('Duration:')} a moment, no table in use is read through or written anew`;
  return md`${bold('Duration:')} ${heldWords(total)} of work on tables in use`;
}

/** The longest of each statement, added up. */
function heldInAll({ findings }: Extract<Review, { kind: 'reviewed' }>): HeldTime | null {
  const longest = new Map<string, HeldTime>();
  for (const { file, statement, held } of findings) {
    const key = JSON.stringify([file, statement]);
    if (held !== null && held.toMs > (longest.get(key)?.toMs ?? -1)) longest.set(key, held);
  }
  if (longest.size === 0) return null;
  return [...longest.values()].reduce((sum, { fromMs, toMs }) => ({
    fromMs: sum.fromMs + fromMs,
    toMs: sum.toMs + toMs,
  }));
}

function planButtons({ environment, inquiry, open, newer, freeze }: PlanView, { pending, gates }: PlanReport) {
  if (pending.length === 0) return [];
  const deployable =
    open === null && newer === null && freeze === null && gates.every(({ holds }) => holds !== 'request');
  return [
    button({ action: inquiryActions.readPlan, value: inquiry, text: 'Read SQL and review' }),
    deployable ? deployButton(environment, pending.length) : null,
  ];
}
