import { unreviewed } from '../../domain/emergency.ts';
import type { Rendered, SlackResult } from '../../ports/slack.ts';
import type { MessageRow } from '../../ports/store.ts';
import { isOver } from '../../render/approval-call.ts';
import type { AppDeps } from '../../usecases/app-deps.ts';
import { viewRun } from '../../usecases/view-run.ts';
import { attachAnswer } from './attach-answer.ts';
import { attachPicture } from './attach-picture.ts';
import { attachSql } from './attach-sql.ts';
import { drawAnswer } from './draw-answer.ts';
import { placeOf } from './place-of.ts';
import { renderSubject } from './render-subject.ts';
import { passing } from './slack-unavailable.ts';
import { tellUnreachable } from './tell-unreachable.ts';

/**
 * Brings one message up to the newest wanted version: posts it once, or updates it. Latest state wins, also where two
 * queues draw the same message: what it says is read when its turn has come.
 */
export const drawMessage = (deps: AppDeps, key: string): Promise<void> =>
  deps.store.whileDrawing(key, () => drawNow(deps, key));

async function drawNow(deps: AppDeps, key: string): Promise<void> {
  const row = await deps.store.message(key);
  if (row === null || row.refused !== null || row.shown >= row.wanted) return;
  if (row.subject.kind === 'answer') return drawAnswer(deps, row, row.subject.inquiry);
  if (row.subject.kind === 'sql-file') return attachSql(deps, row, row.subject);
  if (row.subject.kind === 'answer-file') return attachAnswer(deps, row, row.subject);
  if (row.subject.kind === 'locks-picture') return attachPicture(deps, row, row.subject);
  if (await isNeedless(deps, row)) return deps.store.shown(key, row.wanted);
  const rendered = await renderSubject(deps, row.subject);
  if (rendered === null) return deps.store.postRefused(key, 'gone');
  return show(deps, row, rendered);
}

/** A call that stands nowhere yet, and of which nothing is wanted any more: nobody is called to be told so. */
async function isNeedless(deps: AppDeps, { subject, address, postingSince }: MessageRow): Promise<boolean> {
  const called = subject.kind === 'approval-call' || subject.kind === 'review-call';
  if (!called || address !== null || postingSince !== null) return false;
  const view = await viewRun(deps, subject.run);
  if (view === null) return false;
  return subject.kind === 'approval-call' ? isOver(view, subject.person) : unreviewed(view.run) === null;
}

async function show(deps: AppDeps, row: MessageRow, rendered: Rendered): Promise<void> {
  if (row.address === null) return post(deps, row, rendered);
  const result = await deps.slack.update(row.address, rendered);
  if (result.kind === 'ok') return deps.store.shown(row.key, row.wanted);
  return refusedOr(deps, row, result);
}

async function post(deps: AppDeps, row: MessageRow, rendered: Rendered): Promise<void> {
  const to = await placeOf(deps, row.subject);
  if (to.kind !== 'ok') return refusedOr(deps, row, to);
  await deps.store.postBegun(row.key, deps.clock.now());
  const result = await deps.slack.post({ ...to.value, key: row.key, mayStand: row.postingSince !== null }, rendered);
  if (result.kind === 'ok') return deps.store.posted(row.key, result.value, row.wanted);
  return refusedOr(deps, row, result);
}

async function refusedOr(
  deps: AppDeps,
  row: MessageRow,
  result: Exclude<SlackResult<unknown>, { kind: 'ok' }>,
): Promise<void> {
  if (result.kind === 'passing') {
    throw passing(`showing ${row.key}`, result);
  }
  deps.log.warn({ message: row.key, error: result.error }, 'Slack will not show a message');
  await deps.store.postRefused(row.key, result.error);
  await tellUnreachable(deps, row.subject, result.error);
}
