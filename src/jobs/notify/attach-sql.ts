import type { MessageSubject } from '../../domain/message.ts';
import { detailOf } from '../../domain/review-detail.ts';
import type { SlackResult } from '../../ports/slack.ts';
import type { MessageRow } from '../../ports/store.ts';
import { isCutShort } from '../../render/review-modal.ts';
import { sqlFile } from '../../render/sql.ts';
import type { AppDeps } from '../../usecases/app-deps.ts';
import { placeOf } from './place-of.ts';
import { passing } from './slack-unavailable.ts';

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
  return settle(deps, row, await attach(deps, row, sqlFile(run, sql)));
}

async function attach(
  deps: AppDeps,
  row: MessageRow,
  file: { readonly name: string; readonly title: string; readonly content: string },
): Promise<SlackResult<null>> {
  const place = await placeOf(deps, row.subject);
  if (place.kind !== 'ok') return place;
  const { channel, threadTs } = place.value;
  if (threadTs === null) return { kind: 'permanent', error: 'no_thread' };
  await deps.store.postBegun(row.key, deps.clock.now());
  return deps.slack.attach({ channel, ts: threadTs }, { ...file, mayStand: row.postingSince !== null });
}

async function settle(deps: AppDeps, row: MessageRow, result: SlackResult<null>): Promise<void> {
  if (result.kind === 'passing') throw passing(`attaching ${row.key}`, result);
  if (result.kind === 'ok') return deps.store.shown(row.key, row.wanted);
  deps.log.warn({ message: row.key, error: result.error }, 'Slack will not take the SQL as a file');
  return deps.store.postRefused(row.key, result.error);
}
