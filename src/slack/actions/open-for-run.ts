import type { ModalView } from '@slack/types';
import { notWaiting } from '../../domain/decide/standing.ts';
import type { RunId } from '../../domain/ids.ts';
import type { Refusal } from '../../domain/refusal.ts';
import type { Run } from '../../domain/run.ts';
import { readRefusal } from '../../usecases/ask.ts';
import { learnPerson } from '../../usecases/learn-people.ts';
import { type ViewedRun, viewRun } from '../../usecases/view-run.ts';
import { refuse } from '../exchange.ts';
import type { Pressed } from './action.ts';

type Render = (view: ViewedRun) => ModalView | Promise<ModalView>;
type Refused = (run: Run) => Refusal | null;

/**
 * Opens a modal about a run, one that waits unless `refused` says otherwise, for whoever may read, from rows alone,
 * within the life of the trigger. It changes nothing, so it is acknowledged at once: who is asked about for the first
 * time waits for Slack's word.
 */
export async function openForRun(pressed: Pressed, render: Render, refused: Refused = notWaiting): Promise<void> {
  await pressed.ack();
  await learnPerson(pressed.deps, pressed.by);
  const seen = await pressed.inTurn(() => lookFor(pressed, render, refused));
  if (seen.kind === 'refused') return refuse(pressed, seen.refusal);
  await pressed.open(seen.modal);
}

type Seen =
  | { readonly kind: 'modal'; readonly modal: ModalView }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

async function lookFor({ deps, by, value }: Pressed, render: Render, refused: Refused): Promise<Seen> {
  const view = await viewRun(deps, value as RunId);
  if (view === null) return { kind: 'refused', refusal: { code: 'press-unknown' } };
  const refusal = refused(view.run) ?? (await readRefusal(deps, [view.run.environment], by));
  return refusal === null ? { kind: 'modal', modal: await render(view) } : { kind: 'refused', refusal };
}
