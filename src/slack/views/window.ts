import type { RunId } from '../../domain/ids.ts';
import { epochMs } from '../../lib/time.ts';
import { inputIds } from '../../render/action-ids.ts';
import { defaultWindowMs } from '../../render/window-modal.ts';
import { pickWindow } from '../../usecases/press-card.ts';
import { type Handler, settle } from './view.ts';

/** Somebody picked when the run may start. */
export const window: Handler = async (submitted) => {
  const { deps, by, trigger, metadata, input } = submitted;
  const seconds = input(inputIds.windowOpens).selected_date_time;
  if (seconds === undefined || seconds === null) return submitted.object(inputIds.windowOpens, 'Pick a moment.');
  const lengthMs = Number(input(inputIds.windowLength).selected_option?.value ?? defaultWindowMs);
  const run = (metadata.run ?? '') as RunId;
  const picked = { run, by, delivery: trigger, opensAt: epochMs(seconds * 1_000), lengthMs };
  const changed = await pickWindow(deps, picked);
  if (changed.kind === 'refused' && changed.refusal.code === 'window-outside') {
    return submitted.object(inputIds.windowOpens, `${changed.refusal.why}.`);
  }
  await settle(submitted, changed);
};
