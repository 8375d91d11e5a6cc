import type { KnownBlock } from '@slack/types';
import type { InquiryId } from '../domain/ids.ts';
import {
  type InvalidIndex,
  type OfferedSql,
  type Resolution,
  type ResolveReport,
  refusalOf,
  truthOf,
} from '../domain/resolve.ts';
import { assertNever } from '../lib/assert-never.ts';
import { dropValue, inquiryActions } from './action-ids.ts';
import { bold, code, join, lines, type Mrkdwn, md } from './escape.ts';
import { type Blocks, button, confirm, context, section } from './limits.ts';
import { foundWords, presenceMarks } from './resolve-words.ts';
import { verdictWord } from './risk.ts';
import { sqlBlock } from './sql.ts';
import { troubleBlocks } from './trouble.ts';
import { count, date, endWords, mention, sentence } from './words.ts';

/** What was found of a migration, which end is true by it, and what stands in the way. The same on the card and in the modal. */
export function resolveReportBlocks(report: ResolveReport, as: Resolution, inquiry: InquiryId): Blocks {
  const refused = refusalOf(report, as);
  return [
    section(lines(md`${bold('In the database')} ${foundWords(report.found)}.`, adviceWords(report, as))),
    ...(refused === null ? [] : troubleBlocks(refused)),
    ...statementBlocks(report),
    ...report.notes.map((note) => section(md`${bold('Please note')} ${sentence(note)}`)),
    ...report.invalid.map((one, place) => invalidBlock(one, dropValue(inquiry, place))),
    droppedBlock(report),
    ...offered('What is left to run', 'then mark it as applied', report.completion),
    ...offered('What takes it away again', 'then mark it as rolled back', report.undoing),
  ];
}

/** Which end is true; what somebody asked for is measured by it. */
function adviceWords(report: ResolveReport, as: Resolution): Mrkdwn | null {
  if (refusalOf(report, as) !== null) return null;
  const truth = truthOf(report);
  if (truth === null) return undecided(report);
  const said = md`So ${bold(endWords[truth])} is what is true.`;
  return truth === as ? said : md`${said} To record it as ${endWords[as]} all the same takes a reason.`;
}

function undecided({ found, standing }: ResolveReport): Mrkdwn {
  switch (found.extent) {
    case 'some':
      return md`Neither end is true yet: run what is left and mark it as applied, or take away what is there and mark it as rolled back. To record either before that takes a reason.`;
    case 'none':
      return standing === 'pending'
        ? md`It is pending: the next deploy applies it. To record it as applied all the same takes a reason.`
        : md`The next deploy applies it again. To record it as applied all the same takes a reason.`;
    case 'unknown':
    case 'all':
      return md`What it did cannot be read from the database, so either end takes a reason: please look for yourself.`;
    default:
      return assertNever(found.extent);
  }
}

const statementsEach = 10;

function statementBlocks({ statements, leftOut }: ResolveReport): Blocks {
  const all = statements.map(
    ({ line, sql, presence, why }) => md`${presenceMarks[presence]} ${line}: ${code(sql)} – ${why}`,
  );
  const parts = Array.from({ length: Math.ceil(all.length / statementsEach) }, (_, at) =>
    section(join(all.slice(at * statementsEach, (at + 1) * statementsEach), '\n')),
  );
  return [...parts, leftOut > 0 ? context(md`… ${count(leftOut, 'more statement')}`) : null];
}

function invalidBlock({ schema, name, table, building }: InvalidIndex, value: string): KnownBlock {
  const what = md`${bold('Invalid index')} ${code(name)} on ${code(table)}`;
  if (building)
    return section(md`${what}: a build of an index is at work now. Please wait for its end and look again.`);
  const question = confirm({
    title: 'Drop the invalid index?',
    text: `DROP INDEX CONCURRENTLY ${schema}.${name}: no query uses it, and writes to ${table} go on meanwhile. It is looked at once more before.`,
    yes: 'Drop it',
    danger: true,
  });
  const drop = button({
    action: inquiryActions.dropIndex,
    value,
    text: 'Drop it…',
    style: 'danger',
    confirm: question,
  });
  return section(md`${what}: left by a build that failed. No query uses it, and each write pays for it.`, drop);
}

function droppedBlock({ dropped }: ResolveReport): KnownBlock | null {
  if (dropped === null) return null;
  const { index, by, at, trouble } = dropped;
  return section(
    trouble === null
      ? md`✓ ${mention(by)} had ${code(index)} dropped · ${date(at)}`
      : md`✗ ${mention(by)} wanted ${code(index)} dropped · ${date(at)}\n${sentence(trouble.message)}`,
  );
}

/** Shown, not run: a person reads it, runs it by hand or commits it. */
function offered(title: string, then: string, sql: OfferedSql | null): Blocks {
  if (sql === null) return [];
  const verdict = sql.verdict === null ? md`not reviewed` : md`${verdictWord(sql.verdict)}`;
  return [
    section(
      lines(
        md`${bold(title)}, ${then}. Godwit does not run it. Review: ${verdict}`,
        ...sql.findings.map((finding) => md`• ${sentence(finding)}`),
      ),
    ),
    section(sqlBlock(sql.sql)),
  ];
}
