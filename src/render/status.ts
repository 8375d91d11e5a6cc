import type { KnownBlock } from '@slack/types';
import type { Environment } from '../domain/environment.ts';
import type { Freeze } from '../domain/freeze.ts';
import type { UserId } from '../domain/ids.ts';
import type { EnvironmentReport, Finding, PrismaWord, StatusReport } from '../domain/inquiry.ts';
import type { Comparison } from '../domain/migration.ts';
import type { Run } from '../domain/run.ts';
import type { Trouble } from '../domain/trouble.ts';
import type { Opening } from '../domain/windows.ts';
import { assertNever } from '../lib/assert-never.ts';
import { environmentActions } from './action-ids.ts';
import { andList, bold, code, join, lines, link, type Mrkdwn, md, nothing } from './escape.ts';
import { runLine } from './history.ts';
import { actions, button, confirm, context, divider, header, message, type Rendered, section } from './limits.ts';
import { restoreButton } from './result.ts';
import { troubleBlocks, troubleLine, troubleText } from './trouble.ts';
import { waysOut } from './ways-out.ts';
import { count, date, mention, nameLines, nameList, runCode, sentence } from './words.ts';

/** What Godwit's own tables know about an environment, beside what was seen on its host. */
export interface Surroundings {
  readonly environment: Environment;
  /** One that holds now. */
  readonly freeze: Freeze | null;
  /** Null: no windows are configured. */
  readonly window: Opening | null;
  readonly lastRun: Run | null;
  /** The open request or run, and where its card stands. */
  readonly open: { readonly run: Run; readonly link: string | null } | null;
}

export interface StatusView extends Surroundings {
  readonly finding: Extract<Finding, { kind: 'status' }>;
  /** Whether a second stroke follows. */
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
    seen === null ? null : waysOutBlock(environment, seen.comparison),
    prismaBlock(view),
    divider,
    section(surroundingLines(view, seen)),
    context(
      askedLine(view),
      md`${code(environment.id)}${seen === null ? nothing : md` · looked at ${date(seen.lookedAt)}`}${prismaVersion(seen)}`,
    ),
    actions(...buttons(view, seen)),
  ]);
}

const askedLine = ({ askedBy }: StatusView): Mrkdwn | null =>
  askedBy === null ? null : md`Asked by ${mention(askedBy)}`;

const prismaVersion = (report: StatusReport | null): Mrkdwn =>
  report === null || report.prismaVersion === null ? nothing : md` · Prisma ${report.prismaVersion}`;

/** "6 applied, 2 pending, 1 failed" */
export function summary({ applied, pending, failed, edited, missing }: Comparison): string {
  const parts = [
    `${applied.length} applied`,
    pending.length > 0 ? `${pending.length} pending` : 'nothing pending',
    ...(failed.length > 0 ? [`${failed.length} failed`] : []),
    ...(edited.length > 0 ? [`${edited.length} edited since applied`] : []),
    ...(missing.length > 0 ? [`${missing.length} missing`] : []),
  ];
  return parts.join(', ');
}

function comparisonBlocks({ comparison, newest }: StatusReport): readonly (KnownBlock | null)[] {
  const last = newest === null ? null : md`Newest applied: ${code(newest.name)} · ${date(newest.finishedAt)}`;
  return [section(lines(bold(summary(comparison)), last)), ...namedBlocks(comparison)];
}

/** Each kind of finding by name, the worst first. */
function namedBlocks(comparison: Comparison): readonly (KnownBlock | null)[] {
  const edited = comparison.edited.filter(({ lineEndsOnly }) => !lineEndsOnly).map(({ name }) => name);
  const lineEnds = comparison.edited.filter(({ lineEndsOnly }) => lineEndsOnly).map(({ name }) => name);
  return [
    named(
      '✗ Failed',
      'started, neither finished nor rolled back; nothing more is applied until it is resolved',
      comparison.failed,
    ),
    named('! Edited after they were applied', 'the file is no longer what ran here', edited),
    named('! Other line ends than when applied', 'nothing else in the file differs', lineEnds),
    named('! Missing', 'applied here, but the file is gone', comparison.missing),
    named('! Out of order', 'pending, but older than the newest applied one', comparison.outOfOrder),
    named('▸ Pending', 'applied by the next deploy', comparison.pending),
  ];
}

function waysOutBlock(environment: Environment, { failed }: Comparison): KnownBlock | null {
  const [first] = failed;
  return first === undefined ? null : section(waysOut(environment, first, null));
}

const named = (head: string, meaning: string, names: readonly string[]): KnownBlock | null =>
  names.length === 0 ? null : section(lines(md`${bold(head)}: ${meaning}`, nameLines(names)));

/** The second stroke. */
function prismaBlock({ finding: { prisma, report }, complete }: StatusView): KnownBlock | null {
  if (prisma === null) return complete || report.kind === 'unseen' ? null : context(md`◌ Prisma's own word follows.`);
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

function surroundingLines(view: StatusView, report: StatusReport | null): Mrkdwn {
  return lines(
    openLine(view),
    view.freeze === null ? null : freezeLine(view.freeze),
    view.window === null ? null : windowLine(view.window),
    lockLine(view, report),
    report === null || report.migrationLock === null
      ? null
      : md`${bold('Migration lock')} held by ${code(report.migrationLock)}: somebody is migrating now`,
    md`${bold('Last run')} ${view.lastRun === null ? md`none yet` : runLine(view.lastRun)}`,
  );
}

function openLine({ open }: StatusView): Mrkdwn | null {
  if (open === null) return null;
  const run = open.link === null ? runCode(open.run.id) : link(open.link, open.run.id);
  return md`${bold('Open')} ${open.run.purpose.kind} by ${mention(open.run.requestedBy)}, ${run}`;
}

export const freezeLine = ({ by, reason, until }: Freeze): Mrkdwn =>
  md`${bold('Frozen')} by ${mention(by)}${until === null ? md`, until it is lifted` : md` until ${date(until)}`}: ${sentence(reason)}`;

export function windowLine(window: Opening): Mrkdwn {
  if (window.open)
    return md`${bold('Window')} open${window.closesAt === null ? nothing : md` until ${date(window.closesAt)}`}`;
  return md`${bold('Window')} closed${window.opensAt === null ? nothing : md`, opens ${date(window.opensAt)}`}`;
}

function lockLine(view: StatusView, report: StatusReport | null): Mrkdwn | null {
  const lock = report?.hostLock ?? null;
  if (lock === null) return null;
  const who = holdsOwnLock(view, report) ? nothing : md` of Godwit ${code(lock.instance)}`;
  return md`${bold('Host lock')} held by run ${runCode(lock.run)}${who} since ${date(lock.since)}`;
}

/** A run of this Godwit that is open holds its lock rightly: that one is cancelled, not broken. */
const holdsOwnLock = ({ open }: StatusView, report: StatusReport | null): boolean =>
  open !== null && report?.hostLock?.run === open.run.id;

function buttons(view: StatusView, report: StatusReport | null) {
  if (report === null) return [];
  const { environment } = view;
  const { comparison } = report;
  const deployable = comparison.pending.length > 0 && comparison.failed.length === 0;
  const idle = view.open === null && view.freeze === null;
  return [
    deployable && idle ? deployButton(environment, comparison.pending.length) : null,
    comparison.failed.length > 0 && view.open === null ? restoreButton(environment) : null,
    report.hostLock !== null && !holdsOwnLock(view, report) ? breakButton(environment, report.hostLock.run) : null,
  ];
}

const deployButton = ({ id, name }: Environment, pending: number) =>
  button({
    action: environmentActions.deploy,
    value: id,
    text: `Deploy ${count(pending, 'migration')}`,
    confirm: confirm({
      title: `Deploy to ${name}?`,
      text: `A request to deploy ${count(pending, 'migration')} to ${name} is opened in your name. It starts when its checklist and approvals are complete.`,
      yes: 'Open the request',
    }),
  });

const breakButton = ({ id, name }: Environment, run: string) =>
  button({
    action: environmentActions.breakLock,
    value: id,
    text: 'Break the host lock…',
    style: 'danger',
    confirm: confirm({
      title: 'Break the host lock?',
      text: `Run ${run} holds ${name}. If it is still at work, two runs could then change the database at once. Only break it when that Godwit is gone for good.`,
      yes: 'Break the lock',
      danger: true,
    }),
  });

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

const disagrees = (prisma: PrismaWord | Trouble | null): boolean =>
  prisma !== null && !('code' in prisma) && prisma.disagreements.length > 0;

/** One line of the overview. */
export const reportLine = (report: EnvironmentReport): Mrkdwn =>
  report.kind === 'seen' ? md`${summary(report.report.comparison)}` : troubleLine(report.trouble);
