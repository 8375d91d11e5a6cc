/** Slack cannot show it now; the queue tries again. */
export class SlackUnavailable extends Error {
  readonly retryAfterMs: number | null;

  constructor(doing: string, error: string, retryAfterMs: number | null) {
    super(`${doing}: ${error}`);
    this.name = 'SlackUnavailable';
    this.retryAfterMs = retryAfterMs;
  }
}
