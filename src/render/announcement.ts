import type { Moment } from '../domain/message.ts';
import { verdictOf } from '../domain/review.ts';
import { assertNever } from '../lib/assert-never.ts';
import { emergencyLines } from './emergency.ts';
import { bold, lines, link, type Mrkdwn, md, nothing, raw } from './escape.ts';
import { context, message, type Rendered, section } from './limits.ts';
import { verdictWord } from './risk.ts';
import { pendingNames, type RunView } from './run-view.ts';
import { troubleTitle } from './trouble.ts';
import { date, deed, mention, nameList, runCode, sentence, stepWords } from './words.ts';

/** What the team is told at one moment of a run: two lines, and where to read more. */
export function announcement(view: RunView, moment: Moment): Rendered {
  const text = momentText(view, moment);
  const card = view.link === null ? runCode(view.run.id) : link(view.link, 'Open the card');
  return message(text, [section(text), context(md`Asked by ${mention(view.run.requestedBy)}`, card)]);
}

/** The one message of Godwit's that pings a whole channel: nobody should hear of break-glass later than at once. */
const everybody = raw('<!channel> ');

/** A sign, a word, the deed; below it what is worth knowing at this moment. */
function momentText(view: RunView, moment: Moment): Mrkdwn {
  const { sign, word, more } = momentWords(view, moment);
  const call = moment === 'emergency' ? everybody : nothing;
  return lines(md`${call}${sign} ${bold(word)} · ${deed(view.run, view.environment)}`, ...more);
}

interface MomentWords {
  readonly sign: string;
  readonly word: string;
  readonly more: readonly (Mrkdwn | null)[];
}

function momentWords(view: RunView, moment: Moment): MomentWords {
  const { run, environment } = view;
  switch (moment) {
    case 'requested':
      return { sign: '◌', word: 'Planned', more: [names(view), risk(view), when(view)] };
    case 'emergency':
      return { sign: '!', word: 'Emergency', more: emergencyLines(run) };
    case 'started':
      return {
        sign: '▸',
        word: 'Started',
        more: [names(view), risk(view), run.purpose.kind === 'restore' ? stopped : null],
      };
    case 'succeeded':
      return { sign: '✓', word: 'Succeeded', more: [names(view)] };
    case 'failed':
      return { sign: '✗', word: 'Did not succeed', more: [failure(view)] };
    case 'unknown':
      return { sign: '?', word: 'Outcome not known yet', more: [patience(environment.name)] };
    case 'cancelled':
      return { sign: '–', word: 'Called off', more: [because(view)] };
    default:
      return assertNever(moment);
  }
}

const stopped = md`The service is stopped meanwhile.`;
const patience = (environment: string): Mrkdwn => md`Please start nothing on ${environment} until the card says more.`;

const names = ({ run }: RunView): Mrkdwn | null =>
  pendingNames(run).length === 0 ? null : nameList(pendingNames(run));

const risk = ({ run }: RunView): Mrkdwn | null => {
  const review = run.plan?.review ?? null;
  return review === null ? null : md`Risk: ${verdictWord(verdictOf(review))}`;
};

function when({ run }: RunView): Mrkdwn {
  const { window } = run.checklist;
  return window?.kind === 'picked'
    ? md`Between ${date(window.opensAt)} and ${date(window.closesAt)}.`
    : md`It starts when its checklist and approvals are complete.`;
}

function failure({ run: { state } }: RunView): Mrkdwn {
  if (state.kind !== 'ended' || state.ending.kind !== 'failed') return md`The card says more.`;
  const { step, trouble } = state.ending;
  return md`${step === null ? nothing : md`At ${stepWords[step]}: `}${sentence(troubleTitle(trouble))}`;
}

function because({ run: { state } }: RunView): Mrkdwn | null {
  if (state.kind !== 'ended') return null;
  if (state.ending.kind === 'cancelled') return md`Cancelled by ${mention(state.ending.by)}.`;
  if (state.ending.kind === 'rejected') return md`Rejected by ${mention(state.ending.by)}.`;
  return state.ending.kind === 'expired' ? md`The approvals did not come in time.` : null;
}
