import type { KnownBlock } from '@slack/types';
import type { UserId } from '../domain/ids.ts';
import type { EnvironmentReport } from '../domain/inquiry.ts';
import { typed } from './commands.ts';
import { bold, code, lines, link, type Mrkdwn, md } from './escape.ts';
import { stateWords } from './history.ts';
import { context, header, message, type Rendered, section } from './limits.ts';
import { reportLine } from './status.ts';
import { freezeLine, newerLine, type Surroundings, unreviewedLine } from './surroundings.ts';
import { count, mention, nameList, runCode } from './words.ts';

/** One environment of the overview: what was seen, and what Godwit knows beside. */
export interface OverviewEntry extends Surroundings {
  readonly report: EnvironmentReport;
}

export interface OverviewView {
  /** In the order of the configuration. */
  readonly entries: readonly OverviewEntry[];
  readonly askedBy: UserId | null;
}

/** All environments on one card, a few lines each. */
export function overview({ entries, askedBy }: OverviewView): Rendered {
  const unwell = entries.filter(needsLooking);
  const names = unwell.map(({ environment }) => environment.id);
  const text = md`${count(entries.length, 'environment')}: ${unwell.length === 0 ? md`all is well` : md`look at ${nameList(names)}`}.`;
  return message(text, [
    header('Status of all environments'),
    ...entries.map(entryBlock),
    context(
      askedBy === null ? null : md`Asked by ${mention(askedBy)}`,
      md`${code(typed('status <env>'))} says more about one.`,
    ),
  ]);
}

/** Pending migrations are daily life; these are not. */
function needsLooking({ report }: OverviewEntry): boolean {
  if (report.kind === 'unseen') return true;
  const { failed, edited, missing } = report.report.comparison;
  return failed.length + missing.length + edited.filter(({ lineEndsOnly }) => !lineEndsOnly).length > 0;
}

function entryBlock(entry: OverviewEntry): KnownBlock {
  const sign = needsLooking(entry) ? '!' : '✓';
  return section(
    lines(
      md`${sign} ${bold(entry.environment.id)} ${reportLine(entry.report)}`,
      entry.freeze === null ? null : freezeLine(entry.freeze),
      openLine(entry),
      newerLine(entry),
      unreviewedLine(entry),
    ),
  );
}

function openLine({ open }: OverviewEntry): Mrkdwn | null {
  if (open === null) return null;
  return md`${stateWords(open.run)}, ${open.link === null ? runCode(open.run.id) : link(open.link, open.run.id)}`;
}
