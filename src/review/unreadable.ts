import type { NotParsed } from './parse/parse-file.ts';
import type { FileReview } from './types.ts';

/** The review of a file that PostgreSQL's grammar refuses: one finding where it stopped. */
export function unreadable(path: string, { why, line, sql }: NotParsed): FileReview {
  const message = `PostgreSQL cannot read this file: ${why}, line ${line}.`;
  const remedy = '-- Mend the SQL at this line; nothing of the file was reviewed.';
  const finding = {
    rule: 'P01',
    tier: 'transaction',
    severity: 'blocked',
    message,
    remedy,
    statement: 0,
    relation: null,
  } as const;
  const statement = {
    index: 0,
    line,
    sql,
    verdict: 'blocked',
    transactional: true,
    relations: [],
    findings: [finding],
  } as const;
  return { path, verdict: 'blocked', statements: [statement] };
}
