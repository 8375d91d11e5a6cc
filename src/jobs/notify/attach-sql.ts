import type { MessageSubject } from '../../domain/message.ts';
import { detailOf } from '../../domain/review-detail.ts';
import type { MessageRow } from '../../ports/store.ts';
import { isCutShort } from '../../render/review-modal.ts';
import { sqlFile } from '../../render/sql.ts';
import type { AppDeps } from '../../usecases/app-deps.ts';
import { attachFile } from './attach-file.ts';

type SqlFile = Extract<MessageSubject, { kind: 'sql-file' }>;

/** Puts the pending SQL into the card's thread, once a receipt; what the modal has room for is not attached. */
export async function attachSql(deps: AppDeps, row: MessageRow, subject: SqlFile): Promise<void> {
  const run = await deps.store.run(subject.run);
  if (run?.plan?.receipt !== subject.receipt) return deps.store.postRefused(row.key, 'outdated');
  const { pending } = run.plan;
  const [sql, kept] = await Promise.all([
    deps.store.sql(pending.map(({ sha256 }) => sha256)),
    deps.store.reviewDetail(run.id),
  ]);
  if (!isCutShort(run, { sql, detail: detailOf(kept, run.plan) })) return deps.store.shown(row.key, row.wanted);
  return attachFile(deps, row, sqlFile(run, sql));
}
