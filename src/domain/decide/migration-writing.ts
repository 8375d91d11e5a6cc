import type { EpochMs } from '../../lib/time.ts';
import type { InquiryDecision } from '../decision.ts';
import type { DownWriting } from '../drift.ts';
import type { Effect } from '../effect.ts';
import type { Inquiry } from '../inquiry.ts';

type Writing = Exclude<DownWriting, { kind: 'none' }>;

/** What becomes of the file of an answer with down SQL: on the answer and in the audit chain; asked for once. */
export function migrationWriting(inquiry: Inquiry, writing: Writing, now: EpochMs): InquiryDecision {
  const { finding } = inquiry;
  if (finding?.kind !== 'down' || 'code' in finding.report)
    return { kind: 'refuse', refusal: { code: 'press-unknown' } };
  const { report, environment } = finding;
  const before = report.writing;
  if (writing.kind === 'asked' && before.kind !== 'none') {
    return { kind: 'refuse', refusal: { code: 'already-settled', what: 'The file', by: before.by, at: before.at } };
  }
  const run = writing.kind === 'written' ? writing.run : null;
  const why = writing.kind === 'not-written' ? writing.why : null;
  const detail = { file: report.name, undoes: [...report.undoes], why };
  const action = `migration-file.${writing.kind}`;
  const effects: readonly Effect[] = [
    ...(writing.kind === 'asked' ? [writeIt(inquiry)] : []),
    { kind: 'record', entry: { at: now, actor: writing.by, action, environment, run, detail } },
    { kind: 'draw', message: { kind: 'answer', inquiry: inquiry.id, channel: inquiry.channel }, urgency: 'result' },
  ];
  return { kind: 'proceed', inquiry: { ...inquiry, finding: { ...finding, report: { ...report, writing } } }, effects };
}

const writeIt = ({ id }: Inquiry): Effect => ({ kind: 'enqueue', job: { name: 'write-migration', inquiry: id } });
