import type { Rendered, SlackResult } from '../ports/slack.ts';

/** Answers a command or a press through its own address: to the presser alone, beside whatever stands there. */
export async function respond(url: string, { text, blocks }: Rendered): Promise<SlackResult<null>> {
  const body = JSON.stringify({ response_type: 'ephemeral', replace_original: false, text, blocks });
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
      signal: AbortSignal.timeout(10_000),
    });
    if (response.ok) return { kind: 'ok', value: null };
    const error = `http ${response.status}`;
    if (response.status === 429 || response.status >= 500) return { kind: 'passing', error, retryAfterMs: null };
    return { kind: 'permanent', error };
  } catch (error) {
    return { kind: 'passing', error: error instanceof Error ? error.message : String(error), retryAfterMs: null };
  }
}
