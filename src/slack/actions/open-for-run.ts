import type { ModalView } from '@slack/types';
import { notWaiting } from '../../domain/decide/standing.ts';
import type { RunId } from '../../domain/ids.ts';
import { type ViewedRun, viewRun } from '../../usecases/view-run.ts';
import { mayRead } from '../commands/command.ts';
import { refuse } from '../exchange.ts';
import type { Pressed } from './action.ts';

/**
 * Opens a modal about a waiting run for whoever may read, from rows alone, within the life of the trigger. It changes
 * nothing, so it is acknowledged at once: who is asked about for the first time waits for Slack's word.
 */
export async function openForRun(
  pressed: Pressed,
  render: (view: ViewedRun) => ModalView | Promise<ModalView>,
): Promise<void> {
  await pressed.ack();
  const view = await viewRun(pressed.deps, pressed.value as RunId);
  if (view === null) return refuse(pressed, { code: 'press-unknown' });
  const late = notWaiting(view.run);
  if (late !== null) return refuse(pressed, late);
  if (!(await mayRead(pressed, [view.run.environment]))) return;
  await pressed.open(await render(view));
}
