import type { Button, KnownBlock } from '@slack/types';
import { appliesFiles, type Run, type RunState } from '../domain/run.ts';
import { assertNever } from '../lib/assert-never.ts';
import { runActions } from './action-ids.ts';
import { approvalsBlock, settledLine, voidedBlock } from './approvals.ts';
import { cancelButton, checkGatesButton, decisionButtons } from './card-buttons.ts';
import { checklistBlocks } from './checklist-rows.ts';
import { emergencyBlock } from './emergency.ts';
import { bold, code, lines, type Mrkdwn, md, nothing } from './escape.ts';
import { gateBlocks } from './gates.ts';
import { actions, type Blocks, button, context, divider, header, message, type Rendered, section } from './limits.ts';
import { blockerButtons, locksButton } from './lock-buttons.ts';
import { missingLine } from './missing.ts';
import { logButton } from './next-buttons.ts';
import { resultBlocks, resultText } from './result.ts';
import { blockedBlocks, riskLines } from './risk.ts';
import { currentStep, hasBegun, type RunView } from './run-view.ts';
import { stepLines } from './step-lines.ts';
import { troubleBlocks, troubleText } from './trouble.ts';
import { whatBlocks } from './what.ts';
import { date, mention, runCode, stepWords, title } from './words.ts';

/** The request card: one message from the request to the end, drawn anew whenever the run changes. */
export function runCard(view: RunView): Rendered {
  const { run, environment } = view;
  const name = title(run, environment);
  const text = md`${name}, asked by ${mention(run.requestedBy)}. ${stateText(view)}`;
  return message(text, [header(name), whoLine(run), emergencyBlock(view), ...stateBlocks(view)]);
}

/** Who asked, what for exactly, and until when it is open. */
function whoLine(run: Run): KnownBlock {
  const expires =
    run.state.kind === 'waiting' && run.state.expiresAt !== null
      ? md`Expires ${date(run.state.expiresAt)} unless ${run.emergency === null ? 'the approvals are complete' : 'it has started'}.`
      : null;
  const asked = md`Asked by ${mention(run.requestedBy)} · ${date(run.requestedAt)}`;
  return section(lines(md`${asked} · ${code(run.environment)} · run ${runCode(run.id)}`, expires));
}

function stateBlocks(view: RunView): Blocks {
  const { run } = view;
  switch (run.state.kind) {
    case 'preparing':
      return [section(preparing(view)), actions(cancelButton(view))];
    case 'waiting':
      return waitingBlocks(view);
    case 'queued':
      return queuedBlocks(view, run.state);
    case 'running':
      return runningBlocks(view, run.state);
    case 'outcome-unknown':
      return unknownBlocks(view, run.state);
    case 'ended':
      return [...resultBlocks(view, run.state), ...endedBlocks(view)];
    default:
      return assertNever(run.state);
  }
}

const preparing = ({ environment }: RunView): Mrkdwn =>
  md`◌ Looking at the files and the history of ${environment.name} …`;

/** Also between two workers: what was done stays on the card. */
function queuedBlocks(view: RunView, { resume }: Extract<RunState, { kind: 'queued' }>): Blocks {
  const next =
    resume === null
      ? md`${bold('Everything is settled.')} The next free worker starts it.`
      : md`${bold('The next free worker takes it up again.')} Nothing is started twice.`;
  return [
    ...whatBlocks(view),
    section(next),
    resume === null ? null : section(stepLines(view.run.steps)),
    context(settledLine(view)),
    actions(cancelButton(view)),
  ];
}

function waitingBlocks(view: RunView): Blocks {
  return [
    ...whatBlocks(view),
    reviewLine(view),
    ...blockedBlocks(view.run),
    voidedBlock(view),
    ...gateBlocks(view.run.plan?.gates ?? [], view.readiness),
    view.readiness.rows.length === 0 ? null : divider,
    ...checklistBlocks(view),
    divider,
    approvalsBlock(view),
    section(missingLine(view)),
    actions(...decisionButtons(view), checkGatesButton(view.run), cancelButton(view)),
  ];
}

/**
 * What is known of the SQL, before anybody has to open anything. Without its row in the checklist, button and reviewer
 * stand here.
 */
function reviewLine({ run, readiness }: RunView): KnownBlock | null {
  if (!appliesFiles(run.purpose.kind) || run.plan === null) return null;
  const risk = riskLines(run.plan.review);
  if (readiness.rows.some(({ item }) => item === 'review')) return section(risk);
  const read = button({ action: runActions.review, value: run.id, text: 'Read SQL' });
  const { review } = run.checklist;
  const reviewer = review?.receipt === run.plan.receipt ? md`SQL reviewed by ${mention(review.by)}` : null;
  return section(lines(risk, reviewer), read);
}

/** What `dev` makes runs at once where nobody has to approve it: its SQL and review stay to be read, and to be committed. */
const madeSql = (view: RunView): KnownBlock | null => (view.run.purpose.kind === 'dev' ? reviewLine(view) : null);

function runningBlocks(view: RunView, state: Extract<RunState, { kind: 'running' }>): Blocks {
  return [
    ...whatBlocks(view),
    madeSql(view),
    section(stepLines(view.run.steps)),
    state.cancelling === null ? null : section(md`${mention(state.cancelling)} is cancelling it.`),
    context(md`Started ${date(state.startedAt)}`, settledLine(view)),
    actions(
      ...blockerButtons(view.run),
      isDeploying(view.run) ? locksButton(view.environment) : null,
      cancelButton(view),
    ),
  ];
}

/** Whether files are being applied, and so may have to wait for a lock. */
const isDeploying = (run: Run): boolean => currentStep(run)?.name === 'deploy';

/** Nothing but looking decides: no button here starts anything again. */
function unknownBlocks(view: RunView, state: Extract<RunState, { kind: 'outcome-unknown' }>): Blocks {
  const { run } = view;
  return [
    section(
      lines(
        md`? ${bold('The outcome is not known.')} What was started on the host may still be going on, or may have ended.`,
        md`Last seen at ${stepWords[state.step]}, ${date(state.lastSeenAt)}. Please migrate and restore nothing there by hand.`,
      ),
    ),
    ...troubleBlocks(state.trouble),
    section(stepLines(run.steps)),
    state.cancelling === null ? null : section(md`${mention(state.cancelling)} asked to cancel it.`),
    context(settledLine(view)),
    actions(lookAgain(run), logButton(run), cancelButton(view)),
  ];
}

const lookAgain = ({ id }: Run): Button =>
  button({ action: runActions.lookAgain, value: id, text: 'Look again', style: 'primary' });

function endedBlocks(view: RunView): Blocks {
  return [
    divider,
    ...(view.run.purpose.kind === 'restore' ? [] : whatBlocks(view)),
    madeSql(view),
    hasBegun(view.run) ? section(stepLines(view.run.steps)) : null,
    context(settledLine(view)),
  ];
}

function stateText(view: RunView): Mrkdwn {
  const { run } = view;
  switch (run.state.kind) {
    case 'preparing':
      return md`Godwit is looking at its files and history.`;
    case 'waiting':
      return md`${voided(run.state.voided)}${missingLine(view)}`;
    case 'queued':
      return run.state.resume === null ? md`Everything is settled, it starts in a moment.` : md`It is taken up again.`;
    case 'running':
      return md`It is running${doing(run)}.`;
    case 'outcome-unknown':
      return md`Its outcome is not known. ${troubleText(run.state.trouble)}`;
    case 'ended':
      return resultText(view, run.state);
    default:
      return assertNever(run.state);
  }
}

const voided = (changes: readonly string[]): Mrkdwn =>
  changes.length === 0 ? nothing : md`Something changed: earlier approvals do not count any more. `;

function doing(run: Run): string {
  const step = currentStep(run);
  return step === null ? '' : `: ${stepWords[step.name]}`;
}
