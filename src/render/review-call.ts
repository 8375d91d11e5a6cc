import { unreviewed } from '../domain/emergency.ts';
import { link, md } from './escape.ts';
import { stateWords } from './history.ts';
import { context, message, type Rendered, section } from './limits.ts';
import type { RunView } from './run-view.ts';
import { deed, mention, runCode, sentence } from './words.ts';

/** A direct message that asks somebody to look at a deploy that was done in an emergency; *Reviewed* is pressed on its card. */
export function reviewCall(view: RunView): Rendered {
  const { run, environment } = view;
  const card = view.link === null ? md`Its card has the run ${runCode(run.id)}.` : link(view.link, 'Open the card');
  const { emergency } = run;
  if (emergency === null || unreviewed(run) === null) {
    const by = emergency?.reviewed == null ? null : md` ${mention(emergency.reviewed.by)} did it.`;
    const over = md`No review is needed any more of the emergency to ${deed(run, environment)}.${by ?? ''}`;
    return message(over, [section(over), context(card)]);
  }
  const text = md`${mention(emergency.by)} declared an emergency to ${deed(run, environment)}, and nobody approved it before: ${sentence(emergency.reason)} It ended: ${stateWords(run)}. Please look at what was done, and press Reviewed on its card.`;
  return message(md`${text} ${card}`, [section(text), context(card)]);
}
