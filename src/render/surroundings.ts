import type { Environment } from '../domain/environment.ts';
import type { Freeze } from '../domain/freeze.ts';
import type { RunId } from '../domain/ids.ts';
import type { StatusReport } from '../domain/inquiry.ts';
import type { Run } from '../domain/run.ts';
import type { Opening } from '../domain/windows.ts';
import { andList, bold, code, lines, link, type Mrkdwn, md, nothing } from './escape.ts';
import { runLine } from './history.ts';
import { count, date, mention, runCode, sentence } from './words.ts';

/** What Godwit's own tables know about an environment, beside what was seen on its host. */
export interface Surroundings {
  readonly environment: Environment;
  /** One that holds now. */
  readonly freeze: Freeze | null;
  /** Null: no windows are configured. */
  readonly window: Opening | null;
  readonly lastRun: Run | null;
  /** Deploys that were done in an emergency and that nobody has reviewed. */
  readonly unreviewed: readonly Run[];
  /** The open request or run, and where its card stands. */
  readonly open: { readonly run: Run; readonly link: string | null } | null;
  /** That request or run, where only a newer version of Godwit can read it. */
  readonly newer: RunId | null;
}

/** One line each for what is open, frozen, closed or held. `report` null: the host was not seen. */
export function surroundingLines(view: Surroundings, report: StatusReport | null): Mrkdwn {
  return lines(
    openLine(view),
    newerLine(view),
    unreviewedLine(view),
    view.freeze === null ? null : freezeLine(view.freeze),
    view.window === null ? null : windowLine(view.window),
    lockLine(view, report),
    md`${bold('Last run')} ${view.lastRun === null ? md`none yet` : runLine(view.lastRun)}`,
  );
}

function openLine({ open }: Surroundings): Mrkdwn | null {
  if (open === null) return null;
  const run = open.link === null ? runCode(open.run.id) : link(open.link, open.run.id);
  return md`${bold('Open')} ${open.run.purpose.kind} by ${mention(open.run.requestedBy)}, ${run}`;
}

/** While two versions work beside each other. */
export const newerLine = ({ newer }: Pick<Surroundings, 'newer'>): Mrkdwn | null =>
  newer === null ? null : md`${bold('Open')} run ${runCode(newer)}, held by a newer version of Godwit`;

export const freezeLine = ({ by, reason, until }: Freeze): Mrkdwn =>
  md`${bold('Frozen')} by ${mention(by)}${until === null ? md`, until it is lifted` : md` until ${date(until)}`}: ${sentence(reason)}`;

/** Said until somebody looked. */
export const unreviewedLine = ({ unreviewed }: Pick<Surroundings, 'unreviewed'>): Mrkdwn | null =>
  unreviewed.length === 0
    ? null
    : md`${bold('Not reviewed')} ${count(unreviewed.length, 'emergency deploy')}: ${andList(unreviewed.map(owedBy))}`;

const owedBy = ({ id, emergency, requestedBy }: Run): Mrkdwn =>
  md`${runCode(id)} by ${mention(emergency?.by ?? requestedBy)}`;

function windowLine(window: Opening): Mrkdwn {
  if (window.open)
    return md`${bold('Window')} open${window.closesAt === null ? nothing : md` until ${date(window.closesAt)}`}`;
  return md`${bold('Window')} closed${window.opensAt === null ? nothing : md`, opens ${date(window.opensAt)}`}`;
}

function lockLine(view: Surroundings, report: StatusReport | null): Mrkdwn | null {
  const lock = report?.hostLock ?? null;
  if (lock === null) return null;
  const who = holdsOwnLock(view, report) ? nothing : md` of Godwit ${code(lock.instance)}`;
  return md`${bold('Host lock')} held by run ${runCode(lock.run)}${who} since ${date(lock.since)}`;
}

/** A run of this Godwit that is open holds its lock rightly: that one is cancelled, not broken. */
export const holdsOwnLock = ({ open, newer }: Surroundings, report: StatusReport | null): boolean => {
  const run = open?.run.id ?? newer;
  return run !== null && report?.hostLock?.run === run;
};
