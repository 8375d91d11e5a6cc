import type { ModalView } from '@slack/types';
import type { InquiryId } from '../../domain/ids.ts';
import type { Finding, Inquiry } from '../../domain/inquiry.ts';
import type { SlackResult } from '../../ports/slack.ts';
import type { MessageRow } from '../../ports/store.ts';
import { troubleModal } from '../../render/loading-modal.ts';
import { withInviteHint } from '../../render/looking.ts';
import { lossModal, lossTitle } from '../../render/loss-modal.ts';
import { resolveModal, resolveTitle } from '../../render/resolve-modal.ts';
import { restoreModal, rollbackTitle } from '../../render/restore-modal.ts';
import { lastTook } from '../../render/rollback-ways.ts';
import type { AppDeps } from '../../usecases/app-deps.ts';
import { shownEnvironment } from '../../usecases/situation.ts';
import { renderAnswer } from './render-answer.ts';
import { passing } from './slack-unavailable.ts';

/** Brings an answer to where it was asked for: a message of two strokes, one private answer, or a modal. */
export async function drawAnswer(deps: AppDeps, row: MessageRow, id: InquiryId): Promise<void> {
  const inquiry = await deps.store.inquiry(id);
  if (inquiry === null) return deps.store.postRefused(row.key, 'gone');
  switch (inquiry.answer.kind) {
    case 'view':
      return settle(deps, row, await fillModal(deps, inquiry, inquiry.answer.viewId));
    case 'privately':
      return settle(deps, row, await respondOnce(deps, inquiry, inquiry.answer.url));
    case 'posted':
    case 'in-channel':
      return row.address === null ? post(deps, row, inquiry) : update(deps, row, inquiry);
  }
}

type Shown = SlackResult<unknown>;
const nothingYet: Shown = { kind: 'ok', value: null };

async function settle(deps: AppDeps, row: MessageRow, result: Shown): Promise<void> {
  if (result.kind === 'passing') throw passing(`showing ${row.key}`, result);
  if (result.kind === 'ok') return deps.store.shown(row.key, row.wanted);
  deps.log.warn({ message: row.key, error: result.error }, 'Slack will not show an answer');
  return deps.store.postRefused(row.key, result.error);
}

const notInvited = ['not_in_channel', 'channel_not_found'];

/** Only the try tells whether Godwit may post in a channel; where it may not, the asker alone gets the complete answer. */
async function post(deps: AppDeps, row: MessageRow, inquiry: Inquiry): Promise<void> {
  const to = { channel: inquiry.channel, threadTs: null, key: row.key, mayStand: row.postingSince !== null };
  await deps.store.postBegun(row.key, deps.clock.now());
  const result = await deps.slack.post(to, await renderAnswer(deps, inquiry));
  if (result.kind === 'ok') return deps.store.posted(row.key, result.value, row.wanted);
  if (result.kind !== 'permanent' || !notInvited.includes(result.error)) return settle(deps, row, result);
  return settle(
    deps,
    row,
    inquiry.answer.kind === 'in-channel' ? await respondOnce(deps, inquiry, inquiry.answer.url) : result,
  );
}

async function update(deps: AppDeps, row: MessageRow, inquiry: Inquiry): Promise<void> {
  if (row.address === null) return;
  return settle(deps, row, await deps.slack.update(row.address, await renderAnswer(deps, inquiry)));
}

/** An ephemeral answer cannot be updated: it is sent when it is complete. */
async function respondOnce(deps: AppDeps, inquiry: Inquiry, url: string): Promise<Shown> {
  if (!inquiry.complete) return nothingYet;
  const answer = await renderAnswer(deps, inquiry);
  return deps.slack.respond(url, inquiry.answer.kind === 'privately' ? answer : withInviteHint(answer));
}

function fillModal(deps: AppDeps, inquiry: Inquiry, viewId: string): Promise<Shown> {
  const { finding } = inquiry;
  if (finding?.kind === 'backups') return fillRestore(deps, inquiry, { finding, viewId });
  if (finding?.kind === 'resolve') return fillResolve(deps, inquiry, finding, viewId);
  if (finding?.kind === 'losses') return deps.slack.updateView(viewId, lossView(deps, inquiry, finding));
  return Promise.resolve(nothingYet);
}

type Of<Kind extends Finding['kind']> = Extract<Finding, { kind: Kind }>;

function lossView(deps: AppDeps, { id }: Inquiry, { report, environment, command }: Of<'losses'>): ModalView {
  return 'code' in report
    ? troubleModal(lossTitle(command), report)
    : lossModal({ environment: shownEnvironment(deps, environment), inquiry: id, report });
}

async function fillRestore(
  deps: AppDeps,
  { id, askedBy }: Inquiry,
  { finding, viewId }: { finding: Of<'backups'>; viewId: string },
): Promise<Shown> {
  const { report, environment } = finding;
  if ('code' in report) return deps.slack.updateView(viewId, troubleModal(rollbackTitle, report));
  const [known, runs, person] = await Promise.all([
    deps.store.backups(environment),
    deps.store.runs({ environment, limit: 100 }),
    askedBy === null ? null : deps.store.knownPerson(askedBy),
  ]);
  const facts = { known, suggested: runs[0]?.backup?.path ?? null, took: lastTook(runs), zone: person?.zone ?? null };
  const view = restoreModal({ environment: shownEnvironment(deps, environment), inquiry: id, report, ...facts });
  return deps.slack.updateView(viewId, view);
}

async function fillResolve(
  deps: AppDeps,
  { id, question }: Inquiry,
  { environment, report }: Extract<Finding, { kind: 'resolve' }>,
  viewId: string,
): Promise<Shown> {
  const as = question.kind === 'resolve' ? question.as : 'rolled-back';
  if ('code' in report) return deps.slack.updateView(viewId, troubleModal(resolveTitle[as], report));
  const shown = { environment: shownEnvironment(deps, environment), inquiry: id, report, as };
  return deps.slack.updateView(viewId, resolveModal(shown));
}
