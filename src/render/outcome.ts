import { type Mrkdwn, md } from './escape.ts';
import { message, type Rendered, section } from './limits.ts';
import { resultText } from './result.ts';
import type { RunView } from './run-view.ts';
import { deed, mention } from './words.ts';

/** In the card's thread, for the requester: how it ended. */
export function outcome(view: RunView): Rendered {
  const text = outcomeText(view);
  return message(text, [section(text)]);
}

function outcomeText(view: RunView): Mrkdwn {
  const { run, environment } = view;
  const head = md`${mention(run.requestedBy)}, you asked to ${deed(run, environment)}.`;
  if (run.state.kind === 'ended') return md`${head} ${resultText(view, run.state)}`;
  if (run.state.kind === 'outcome-unknown') {
    return md`${head} The outcome is not known yet: please press ${'Look again'} on the card, and start nothing by hand.`;
  }
  return md`${head} It has not ended yet.`;
}
