import type { Sha256 } from '../domain/ids.ts';
import type { Finding } from '../domain/inquiry.ts';
import { type AnswerFile, answerFiles } from '../domain/message.ts';
import { resolveSqlFile } from './resolve-sql-file.ts';

/** A file for an answer's thread: what it is called, and its text, or the checksum by which that is kept. */
export type AttachedSql = { readonly name: string; readonly title: string } & (
  | { readonly sha256: Sha256 }
  | { readonly content: string }
);

/** Which text the file holds; null where the answer has none of that name. */
export function answerFile(finding: Finding | null, file: AnswerFile): AttachedSql | null {
  if (finding?.kind === 'drift') return driftFile(finding, file);
  if (finding?.kind === 'resolve') return resolveFile(finding, file);
  if (finding?.kind !== 'down' || 'code' in finding.report || file !== 'down') return null;
  const { sql, name, undoes } = finding.report;
  return sql === null ? null : { sha256: sql, name: `${name}.sql`, title: `Takes back ${undoes.join(', ')}` };
}

function resolveFile({ report }: Extract<Finding, { kind: 'resolve' }>, file: AnswerFile): AttachedSql | null {
  if ('code' in report || (file !== 'completion' && file !== 'undoing')) return null;
  const sql = report[file];
  return sql === null ? null : resolveSqlFile(report.migration, file, sql);
}

function driftFile({ report }: Extract<Finding, { kind: 'drift' }>, file: AnswerFile): AttachedSql | null {
  if ('code' in report || report.difference === null) return null;
  const { adopt, revert } = report.difference;
  if (file === 'adopt')
    return { sha256: adopt, name: 'adopt.sql', title: 'What a migration would hold that adopts it' };
  return file === 'revert' ? { sha256: revert, name: 'revert.sql', title: 'What reverts it in the database' } : null;
}

/** The files of an answer, in the order in which they are attached. */
export function filesOf(finding: Finding): readonly AnswerFile[] {
  return answerFiles.filter((file) => answerFile(finding, file) !== null);
}
