import type { Moment } from '../domain/message.ts';
import { assertNever } from '../lib/assert-never.ts';
import { bold, link, type Mrkdwn, md, nothing } from './escape.ts';
import { context, message, type Rendered, section } from './limits.ts';
import { pendingNames, type RunView } from './run-view.ts';
import { troubleTitle } from './trouble.ts';
import { date, deed, mention, nameList, runCode, sentence, stepWords, title } from './words.ts';

/** What the team is told at one moment of a run: two lines, and where to read more. */
export function announcement(view: RunView, moment: Moment): Rendered {
  const text = momentText(view, moment);
  const card = view.link === null ? runCode(view.run.id) : link(view.link, 'Open the card');
  return message(text, [section(text), context(md`Asked by ${mention(view.run.requestedBy)}`, card)]);
}

function momentText(view: RunView, moment: Moment): Mrkdwn {
  const { run, environment } = view;
  const what = bold(title(run, environment));
  switch (moment) {
    case 'requested':
      return md`${bold('Planned')}: ${deed(run, environment)}${names(view)}.${when(view)}`;
    case 'started':
      return md`▸ ${what} has started${names(view)}.${run.purpose.kind === 'restore' ? md` The service is stopped meanwhile.` : nothing}`;
    case 'succeeded':
      return md`✓ ${what} succeeded${names(view)}.`;
    case 'failed':
      return md`✗ ${what} did not succeed. ${failure(view)}`;
    case 'unknown':
      return md`? ${what}: the outcome is not known yet. Please start nothing on ${environment.name} until the card says more.`;
    case 'cancelled':
      return md`– ${what} does not happen${because(view)}.`;
    default:
      return assertNever(moment);
  }
}

const names = ({ run }: RunView): Mrkdwn =>
  run.purpose.kind === 'deploy' && pendingNames(run).length > 0 ? md`: ${nameList(pendingNames(run))}` : nothing;

function when({ run }: RunView): Mrkdwn {
  const { window } = run.checklist;
  return window?.kind === 'picked'
    ? md` Between ${date(window.opensAt)} and ${date(window.closesAt)}.`
    : md` It starts when its checklist and approvals are complete.`;
}

function failure({ run: { state } }: RunView): Mrkdwn {
  if (state.kind !== 'ended' || state.ending.kind !== 'failed') return md`The card says more.`;
  const { step, trouble } = state.ending;
  return md`${sentence(troubleTitle(trouble))}${step === null ? nothing : md` It stopped at ${stepWords[step]}.`}`;
}

function because({ run: { state } }: RunView): Mrkdwn {
  if (state.kind !== 'ended') return nothing;
  if (state.ending.kind === 'cancelled') return md`: cancelled by ${mention(state.ending.by)}`;
  if (state.ending.kind === 'rejected') return md`: rejected by ${mention(state.ending.by)}`;
  return state.ending.kind === 'expired' ? md`: the approvals did not come in time` : nothing;
}
