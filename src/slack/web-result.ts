import { WebAPIHTTPError, WebAPIPlatformError, WebAPIRateLimitedError, WebAPIRequestError } from '@slack/web-api';
import type { SlackResult } from '../ports/slack.ts';

/** Slack's own codes that are worth another try; every other platform error stays what it is. */
const passingErrors: ReadonlySet<string> = new Set([
  'internal_error',
  'fatal_error',
  'service_unavailable',
  'request_timeout',
  'ratelimited',
  'rate_limited',
  'team_added_to_org',
]);

/** Runs one call of the Web API and says whether another try could help. Anything unknown is thrown. */
export async function resultOf<T>(call: Promise<T>): Promise<SlackResult<T>> {
  try {
    return { kind: 'ok', value: await call };
  } catch (error) {
    return failureOf(error);
  }
}

/** Whether another try could help after this error. Anything unknown is thrown. */
export function failureOf(error: unknown): Exclude<SlackResult<never>, { kind: 'ok' }> {
  if (error instanceof WebAPIRateLimitedError) {
    return { kind: 'passing', error: 'ratelimited', retryAfterMs: error.retryAfter * 1_000 };
  }
  if (error instanceof WebAPIPlatformError) {
    const code = error.data.error;
    return passingErrors.has(code) ? passing(code) : { kind: 'permanent', error: code };
  }
  if (error instanceof WebAPIHTTPError) return passing(`http ${error.statusCode}`);
  if (error instanceof WebAPIRequestError) return passing('request');
  throw error;
}

const passing = (error: string) => ({ kind: 'passing' as const, error, retryAfterMs: null });
