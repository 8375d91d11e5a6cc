import type { UserId } from '../domain/ids.ts';
import type { EnvironmentReport, Finding, StatusReport } from '../domain/inquiry.ts';
import { comparisonBlocks, summary } from './comparison.ts';
import { andList, code, type Mrkdwn, md, nothing } from './escape.ts';
import { actions, context, divider, header, message, type Rendered, section } from './limits.ts';
import { disagrees, prismaBlock } from './prisma-word.ts';
import { statusButtons } from './status-buttons.ts';
import { type Surroundings, surroundingLines } from './surroundings.ts';
import { troubleBlocks, troubleLine, troubleText } from './trouble.ts';
import { date, mention, nameList } from './words.ts';

export interface StatusView extends Surroundings {
  readonly finding: Extract<Finding, { kind: 'status' }>;
  /** False while a second stroke follows. */
  readonly complete: boolean;
  /** Null where only the asker sees the answer. */
  readonly askedBy: UserId | null;
}

/** One environment: what was seen on it, then what Prisma itself says. */
export function status(view: StatusView): Rendered {
  const { environment, finding } = view;
  const { report } = finding;
  const seen = report.kind === 'seen' ? report.report : null;
  return message(md`Status of ${environment.name}: ${statusText(view)}`, [
    header(`Status of ${environment.name}`),
    ...(report.kind === 'seen' ? comparisonBlocks(report.report) : troubleBlocks(report.trouble)),
    prismaBlock(finding.prisma, !view.complete && seen !== null),
    divider,
    section(surroundingLines(view, seen)),
    context(
      askedLine(view),
      md`${code(environment.id)}${seen === null ? nothing : md` · looked at ${date(seen.lookedAt)}`}${prismaVersion(seen)}`,
    ),
    actions(...statusButtons(view, seen)),
  ]);
}

const askedLine = ({ askedBy }: StatusView): Mrkdwn | null =>
  askedBy === null ? null : md`Asked by ${mention(askedBy)}`;

const prismaVersion = (report: StatusReport | null): Mrkdwn =>
  report === null || report.prismaVersion === null ? nothing : md` · Prisma ${report.prismaVersion}`;

/** Read aloud: the summary and what stands in the way. */
function statusText(view: StatusView): Mrkdwn {
  const { report, prisma } = view.finding;
  if (report.kind === 'unseen') return troubleText(report.trouble);
  const { comparison } = report.report;
  const notes = [
    ...(comparison.failed.length > 0 ? [md`failed: ${nameList(comparison.failed)}`] : []),
    ...(view.freeze === null ? [] : [md`it is frozen`]),
    ...(disagrees(prisma) ? [md`Prisma itself disagrees`] : []),
  ];
  return md`${summary(comparison)}${notes.length === 0 ? nothing : md`; ${andList(notes)}`}.`;
}

/** One line of the overview. */
export const reportLine = (report: EnvironmentReport): Mrkdwn =>
  report.kind === 'seen' ? md`${summary(report.report.comparison)}` : troubleLine(report.trouble);
