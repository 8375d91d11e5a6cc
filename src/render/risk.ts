import type { KnownBlock } from '@slack/types';
import {
  blockers,
  counts,
  type HeldTime,
  type Review,
  type ReviewFinding,
  type Verdict,
  verdictOf,
} from '../domain/review.ts';
import type { Run } from '../domain/run.ts';
import { formatDuration } from '../lib/duration.ts';
import { bold, code, join, lines, type Mrkdwn, md, nothing } from './escape.ts';
import { section } from './limits.ts';
import { count, date, sentence } from './words.ts';

type Reviewed = Extract<Review, { kind: 'reviewed' }>;

/** A sign for each verdict; the word always stands beside it. */
const signs: Readonly<Record<Verdict, string>> = { safe: '✓', caution: '!', risky: '✗', blocked: '■' };

/** "✗ *risky*" */
export const verdictWord = (verdict: Verdict): Mrkdwn => md`${signs[verdict]} ${bold(verdict)}`;

/** "*Risk:* ✗ *risky* · 2 of 5 statements: a column is dropped (`orders`)", and what limits it. */
export function riskLines(review: Review | null): Mrkdwn {
  if (review === null) return md`${bold('Risk:')} not reviewed by Godwit`;
  const head = md`${bold('Risk:')} ${verdictWord(verdictOf(review))}`;
  if (review.kind === 'not-reviewed') return md`${head} · it could not be reviewed: ${sentence(review.why)}`;
  return lines(md`${head} · ${summary(review)}`, lockLine(review), allowanceLine(review), blindLine(review));
}

/** What weighs most, in the reviewer's words. */
function summary({ verdict, findings, files }: Reviewed): Mrkdwn {
  const all = files.reduce((sum, { statements }) => sum + statements, 0);
  const worst = findings.filter((finding) => counts(finding) && finding.severity === verdict);
  if (verdict === 'safe' || worst.length === 0)
    return md`${count(all, 'statement')}, nothing found that locks, breaks or loses anything`;
  const places = new Set(worst.map(({ file, statement }) => JSON.stringify([file, statement]))).size;
  return md`${places} of ${count(all, 'statement')}: ${phrases(worst)}`;
}

const shownPhrases = 3;

function phrases(findings: readonly ReviewFinding[]): Mrkdwn {
  const each = findings.map(
    ({ title, table }) => md`${lowered(title)}${table === null ? nothing : md` (${code(table)})`}`,
  );
  const different = each.filter((one, at) => each.findIndex(({ mrkdwn }) => mrkdwn === one.mrkdwn) === at);
  const rest = different.length - shownPhrases;
  return md`${join(different.slice(0, shownPhrases), ', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
}

/** "A column" loses its capital, "SET NOT NULL" keeps them. */
const lowered = (title: string): string =>
  /^[A-Z]{2}/.test(title) ? title : title.charAt(0).toLowerCase() + title.slice(1);

function lockLine({ findings }: Reviewed): Mrkdwn | null {
  const timed = findings.flatMap(({ table, held, tier }) =>
    table === null || held === null || tier !== 'lock' ? [] : [{ table, held }],
  );
  const [longest] = timed.toSorted((a, b) => b.held.toMs - a.held.toMs);
  return longest === undefined ? null : md`Longest lock: ${code(longest.table)}, ${heldWords(longest.held)}`;
}

/** "about 3 s to 40 s" */
export function heldWords({ fromMs, toMs }: HeldTime): string {
  return toMs < 1_000 ? 'less than 1 s' : `about ${roughly(fromMs)} to ${roughly(toMs)}`;
}

/** An estimate has no tenths of seconds. */
const roughly = (ms: number): string => (ms < 10_000 ? `${Math.max(1, Math.round(ms / 1_000))} s` : formatDuration(ms));

function allowanceLine({ findings }: Reviewed): Mrkdwn | null {
  const allowed = findings.filter((finding) => !counts(finding));
  if (allowed.length === 0) return null;
  const rules = [...new Set(allowed.map(({ rule }) => rule))].join(', ');
  return md`${count(allowed.length, 'finding')} allowed by a comment in the file: ${rules}`;
}

const blindLine = ({ blind }: Reviewed): Mrkdwn | null =>
  blind === null ? null : md`Reviewed without the database (${blind}): what it does not know counts as caution.`;

const shownBlockers = 3;

/** Why it cannot start, and the way out. */
export function blockedBlocks({ plan }: Pick<Run, 'plan'>): readonly (KnownBlock | null)[] {
  const found = blockers(plan?.review ?? null);
  if (plan === null || found.length === 0) return [];
  const listed = found
    .slice(0, shownBlockers)
    .map(
      ({ file, statement, rule, sentence: said }) =>
        md`• ${code(file)}, statement ${statement + 1}: ${sentence(said)} (${rule})`,
    );
  const rest = found.length - shownBlockers;
  const rule = found[0]?.rule ?? '';
  return [
    section(
      lines(
        md`${bold('It cannot start with this SQL.')} It fails or loses data for certain:`,
        ...listed,
        rest > 0 ? md`… ${rest} more` : null,
        md`Change the file and press *Check again*; or where it is meant so, write ${code(`-- godwit: allow ${rule} reason`)} on the line before the statement. Looked at ${date(plan.preparedAt)}.`,
      ),
    ),
  ];
}
