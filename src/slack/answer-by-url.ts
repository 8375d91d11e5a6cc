import { setTimeout as pause } from 'node:timers/promises';
import type { Rendered } from '../ports/slack.ts';
import type { AppDeps } from '../usecases/app-deps.ts';

const againAfterMs = 500;

/** Answers through a command's or press's own address; once more where the first try met something that passes. */
export async function answerByUrl({ slack, log }: AppDeps, url: string, message: Rendered): Promise<void> {
  const first = await slack.respond(url, message);
  if (first.kind === 'ok') return;
  const last = first.kind === 'permanent' ? first : await pause(againAfterMs).then(() => slack.respond(url, message));
  if (last.kind !== 'ok') log.warn({ error: last.error }, 'Slack did not take an answer to a command or press');
}
