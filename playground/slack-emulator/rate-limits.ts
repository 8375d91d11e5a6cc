import type { EpochMs } from './model.ts';

interface Limit {
  readonly perMinute: number;
  /** How many calls may come at once before the pace counts. */
  readonly burst: number;
  /** True: each channel has its own allowance. */
  readonly perChannel: boolean;
}

const tier = (perMinute: number): Limit => ({ perMinute, burst: perMinute, perChannel: false });
const tier2 = tier(20);
const tier3 = tier(50);
const tier4 = tier(100);

/** docs.slack.dev/apis/web-api/rate-limits and each method's page. */
const limits: Readonly<Record<string, Limit>> = {
  'chat.postMessage': { perMinute: 60, burst: 5, perChannel: true },
  'chat.update': tier3,
  'chat.delete': tier3,
  'chat.postEphemeral': tier4,
  'views.open': tier4,
  'views.update': tier4,
  'views.push': tier4,
  'views.publish': tier4,
  'conversations.open': tier3,
  'conversations.info': tier3,
  'conversations.history': tier3,
  'conversations.replies': tier3,
  'conversations.members': tier4,
  'users.info': tier4,
  'users.list': tier2,
  'usergroups.list': tier2,
  'usergroups.users.list': tier2,
  'files.getUploadURLExternal': tier4,
  'files.completeUploadExternal': tier4,
  'reactions.add': tier3,
  'apps.connections.open': tier3,
};

/** Allows a call, or says after how many whole seconds it may be tried again. */
export type Allowance = { readonly kind: 'allowed' } | { readonly kind: 'limited'; readonly retryAfterS: number };

interface Bucket {
  readonly tokens: number;
  readonly atMs: EpochMs;
}

/** One token bucket per method, and per channel where the method is limited so. */
export const createRateLimits = (now: () => EpochMs) => {
  const buckets = new Map<string, Bucket>();
  return (method: string, channel: string): Allowance => {
    const limit = limits[method];
    if (limit === undefined) return { kind: 'allowed' };
    const key = limit.perChannel ? `${method}/${channel}` : method;
    const perMs = limit.perMinute / 60_000;
    const before = buckets.get(key) ?? { tokens: limit.burst, atMs: now() };
    const tokens = Math.min(limit.burst, before.tokens + (now() - before.atMs) * perMs);
    const allowed = tokens >= 1;
    buckets.set(key, { tokens: allowed ? tokens - 1 : tokens, atMs: now() });
    return allowed
      ? { kind: 'allowed' }
      : { kind: 'limited', retryAfterS: Math.max(1, Math.ceil((1 - tokens) / perMs / 1000)) };
  };
};
