import type { NotParsed } from './parse/parse-file.ts';
import type { FileReview } from './types.ts';

/** The review of a file that PostgreSQL's grammar refuses: one finding where it stopped. */
export function unreadable(path: string, { why, line, sql, allowances }: NotParsed): FileReview {
  const allowance = allowances.find(({ rule }) => rule === 'P01');
  // Nothing of it was reviewed, so an allowance never makes it safe.
  const verdict = allowance === undefined ? 'blocked' : 'caution';
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
    ...(allowance === undefined ? {} : { allowed: allowance.reason }),
  } as const;
  const statement = {
    index: 0,
    line,
    sql,
    verdict,
    transactional: true,
    relations: [],
    findings: [finding],
  } as const;
  return { path, verdict, statements: [statement] };
}
