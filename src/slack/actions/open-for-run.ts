import type { ModalView } from '@slack/types';
import { notWaiting } from '../../domain/decide/standing.ts';
import type { RunId } from '../../domain/ids.ts';
import { type ViewedRun, viewRun } from '../../usecases/view-run.ts';
import { mayRead } from '../commands/command.ts';
import { refuse } from '../exchange.ts';
import type { Pressed } from './action.ts';

/** Opens a modal about a waiting run for whoever may read, from rows alone, within the life of the trigger. */
export async function openForRun(
  pressed: Pressed,
  render: (view: ViewedRun) => ModalView | Promise<ModalView>,
): Promise<void> {
  const view = await viewRun(pressed.deps, pressed.value as RunId);
  if (view === null) return refuse(pressed, { code: 'press-unknown' });
  const late = notWaiting(view.run);
  if (late !== null) return refuse(pressed, late);
  if (!(await mayRead(pressed, [view.run.environment]))) return;
  const modal = await render(view);
  await pressed.ack();
  await pressed.open(modal);
}
