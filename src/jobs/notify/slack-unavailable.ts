import type { SlackResult } from '../../ports/slack.ts';
import { TryLater } from '../try-later.ts';

/** Slack could not be reached or broke; the queue tries this message again. */
class SlackUnavailable extends Error {
  constructor(doing: string, error: string) {
    super(`${doing}: ${error}`);
    this.name = 'SlackUnavailable';
  }
}

/** What to throw after a passing refusal: the whole queue rests where Slack said for how long. */
export function passing(
  doing: string,
  { error, retryAfterMs }: Extract<SlackResult<never>, { kind: 'passing' }>,
): Error {
  return retryAfterMs === null ? new SlackUnavailable(doing, error) : new TryLater(doing, retryAfterMs);
}
