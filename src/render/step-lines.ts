import type { Step } from '../domain/run.ts';
import { assertNever } from '../lib/assert-never.ts';
import { formatDuration } from '../lib/duration.ts';
import { bold, join, type Mrkdwn, md, nothing } from './escape.ts';
import { troubleTitle } from './trouble.ts';
import { date, sentence, stepWords } from './words.ts';

/** "✓ backup 1.2 GB · 34 s", "▸ deploy 2 of 3". The sign never carries the meaning alone. */
function stepLine({ name, state }: Step): Mrkdwn {
  const word = bold(stepWords[name]);
  switch (state.kind) {
    case 'pending':
      return md`· ${stepWords[name]}`;
    case 'running':
      return md`▸ ${word} ${state.progress ?? 'running'} · since ${date(state.startedAt)}`;
    case 'done':
      return md`✓ ${word} ${state.summary} · ${formatDuration(state.finishedAt - state.startedAt)}`;
    case 'skipped':
      return md`– ${stepWords[name]} left out: ${state.why}`;
    case 'failed':
      return md`✗ ${word} did not succeed · ${formatDuration(state.finishedAt - state.startedAt)} · ${sentence(troubleTitle(state.trouble))}${exit(state.exitCode)}`;
    default:
      return assertNever(state);
  }
}

const exit = (exitCode: number | null): Mrkdwn => (exitCode === null ? nothing : md` Exit code ${exitCode}.`);

/** All steps, one a line. */
export const stepLines = (steps: readonly Step[]): Mrkdwn => join(steps.map(stepLine), '\n');
