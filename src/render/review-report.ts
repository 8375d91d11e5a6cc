import { formatDuration } from '../lib/duration.ts';
import type { FileReview, Finding, PlanReview, RelationReview, StatementReview, Verdict } from '../review/types.ts';
import { worstFirst } from './worst-first.ts';

type Paint = (text: string, style: keyof typeof styles) => string;

const styles = { red: 31, yellow: 33, green: 32, magenta: 35, dim: 2, bold: 1 } as const;
const colours = { safe: 'green', caution: 'yellow', risky: 'red', blocked: 'magenta' } as const;
/** A sign for each verdict, so that colour never carries it alone. */
const signs: Readonly<Record<Verdict, string>> = { safe: '✓', caution: '!', risky: '✗', blocked: '■' };

/** SQL comes from whoever opened the pull request: it must not speak to the terminal. */
const printable = (text: string): string => text.replace(/[\p{Cc}\p{Cf}]/gu, '\uFFFD');

/** A review as a person reads it in a terminal. */
export function reviewReport(review: PlanReview, { colour }: { readonly colour: boolean }): string {
  const paint: Paint = (text, style) => (colour ? `\u001b[${styles[style]}m${text}\u001b[0m` : text);
  const files = review.files.map((file) => fileLines(file, paint).join('\n'));
  return `${[...files, summary(review, paint)].join('\n\n')}\n`;
}

function fileLines(file: FileReview, paint: Paint): readonly string[] {
  const head = `${badge(file.verdict, paint)} ${paint(printable(file.path), 'bold')}`;
  const count = file.statements.length;
  if (file.statements.every(({ findings }) => findings.every(isQuiet))) {
    return [
      `${head} ${paint(count === 0 ? 'no statements' : `${count} ${count === 1 ? 'statement' : 'statements'}`, 'dim')}`,
    ];
  }
  return [head, ...file.statements.flatMap((statement) => statementLines(statement, paint))];
}

/** Worth knowing, and nothing to decide here. */
function isQuiet({ severity, allowed, ofSession }: Finding): boolean {
  return allowed === undefined && (severity === 'safe' || ofSession === true);
}

function statementLines(statement: StatementReview, paint: Paint): readonly string[] {
  const findings = worstFirst(statement.findings.filter((finding) => !isQuiet(finding)));
  if (findings.length === 0) return [];
  const place = paint(`line ${statement.line}`, 'dim');
  const locks = statement.relations.filter(({ lock }) => lock !== null).map(relationText);
  return [
    '',
    `  ${place}  ${firstLine(statement.sql)}`,
    ...(locks.length === 0 ? [] : [`  ${paint(`locks ${locks.join(', ')}`, 'dim')}`]),
    ...findings.flatMap((finding) => findingLines(finding, paint)),
  ];
}

function relationText({ name, lock, work }: RelationReview): string {
  return `${printable(name)} ${lock}${work === 'metadata' ? '' : ` (${work})`}`;
}

const widest = 100;

function firstLine(sql: string): string {
  const flat = printable(sql.replace(/\s+/g, ' '));
  return flat.length > widest ? `${flat.slice(0, widest - 1)}…` : flat;
}

function findingLines(finding: Finding, paint: Paint): readonly string[] {
  const { allowed, estimate } = finding;
  const time =
    estimate === undefined ? '' : ` Held for ${formatDuration(estimate.fromMs)} to ${formatDuration(estimate.toMs)}.`;
  const head = allowed === undefined ? badge(finding.severity, paint) : paint(`- allowed (${finding.severity})`, 'dim');
  const remedy = finding.remedy.split('\n').map((line) => `      ${paint(printable(line), 'dim')}`);
  const reason = allowed === undefined ? [] : [`      ${paint(`reason given: ${printable(allowed)}`, 'dim')}`];
  return [
    `    ${head} ${finding.rule} ${printable(finding.message)}${time}`,
    ...reason,
    ...(allowed === undefined ? remedy : []),
  ];
}

function badge(verdict: Verdict, paint: Paint): string {
  return paint(`${signs[verdict]} ${verdict}`, colours[verdict]);
}

function summary({ files, verdict }: PlanReview, paint: Paint): string {
  const statements = files.flatMap((file) => file.statements);
  const counts = (['blocked', 'risky', 'caution', 'safe'] as const).flatMap((one) => {
    const count = statements.filter((statement) => statement.verdict === one).length;
    return count === 0 ? [] : [`${count} ${one}`];
  });
  const allowed = statements.flatMap(({ findings }) => findings).filter((one) => one.allowed !== undefined).length;
  const word = allowed === 0 ? '' : `; ${allowed} ${allowed === 1 ? 'finding' : 'findings'} allowed by comment`;
  const line = `${badge(verdict, paint)}  ${counts.length === 0 ? 'nothing to review' : counts.join(', ')}${word}`;
  const unlimited = files.filter((file) => file.statements.some(({ findings }) => findings.some(isOfSession))).length;
  if (unlimited === 0) return line;
  const which = unlimited === 1 ? '1 file relies' : `${unlimited} files rely`;
  return `${line}\n${paint(`${which} on the session for lock_timeout and statement_timeout (L28, L29)`, 'dim')}`;
}

function isOfSession({ ofSession, allowed }: Finding): boolean {
  return ofSession === true && allowed === undefined;
}
