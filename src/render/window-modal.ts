import type { ModalView } from '@slack/types';
import { formatDuration } from '../lib/duration.ts';
import type { EpochMs } from '../lib/time.ts';
import { inputIds, viewIds } from './action-ids.ts';
import { escaped, join, md } from './escape.ts';
import { context, modal, momentInput, option, section, selectInput } from './limits.ts';
import type { RunView } from './run-view.ts';
import { deed } from './words.ts';

const minute = 60_000;
const lengths = [15, 30, 60, 120, 180, 240, 480].map((minutes) => minutes * minute);
/** As long as a window lasts unless somebody chooses. */
export const defaultWindowMs = 60 * minute;

/** When the run may start: a moment in the zone of the person who picks it, and for how long. */
export function windowModal({ run, environment }: Pick<RunView, 'run' | 'environment'>, suggested: EpochMs): ModalView {
  const options = lengths.map((ms) => option(lengthWords(ms), String(ms)));
  return modal({
    title: 'Maintenance window',
    callback: viewIds.window,
    submit: 'Use this time',
    metadata: { run: run.id },
    blocks: [
      section(md`When may Godwit ${deed(run, environment)}?`),
      momentInput({
        id: inputIds.windowOpens,
        label: 'Opens',
        hint: 'In your own time zone.',
        initial: suggested / 1_000,
      }),
      selectInput({
        id: inputIds.windowLength,
        label: 'Stays open for',
        options,
        initial: option(lengthWords(defaultWindowMs), String(defaultWindowMs)),
      }),
      windowsLine(environment.policy.windows),
      context(md`The run starts by itself once it is open. One that missed it asks again and never starts late.`),
    ],
  });
}

/** "30 min", "1 h" */
const lengthWords = (ms: number): string => formatDuration(ms);

function windowsLine(windows: RunView['environment']['policy']['windows']) {
  if (windows.length === 0) return null;
  const spans = windows.map(({ days, from, to, zone }) => escaped(`${days.join(', ')} ${from}–${to} (${zone})`));
  return context(md`It has to lie inside the windows of the environment: ${join(spans, '; ')}.`);
}
