import type { EpochMs } from './model.ts';

/** So many calls within any minute; or, for `chat.postMessage`, one a second per channel with a small burst. */
type Limit =
  | { readonly kind: 'per-minute'; readonly calls: number }
  | { readonly kind: 'paced'; readonly everyMs: number; readonly burst: number };

const tier = (calls: number): Limit => ({ kind: 'per-minute', calls });
const tier2 = tier(20);
const tier3 = tier(50);
const tier4 = tier(100);

/** docs.slack.dev/apis/web-api/rate-limits and each method's page. */
const limits: Readonly<Record<string, Limit>> = {
  'chat.postMessage': { kind: 'paced', everyMs: 1_000, burst: 5 },
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

const windowOf = (limit: Limit): { readonly calls: number; readonly ms: number } =>
  limit.kind === 'per-minute'
    ? { calls: limit.calls, ms: 60_000 }
    : { calls: limit.burst, ms: limit.everyMs * limit.burst };

/** Counts the calls that were allowed within the window that ends now; a refused call costs nothing. */
export const createRateLimits = (now: () => EpochMs) => {
  const allowed = new Map<string, readonly EpochMs[]>();
  return (method: string, channel: string): Allowance => {
    const limit = limits[method];
    if (limit === undefined) return { kind: 'allowed' };
    const key = limit.kind === 'paced' ? `${method}/${channel}` : method;
    const { calls, ms } = windowOf(limit);
    const recent = (allowed.get(key) ?? []).filter((at) => at > now() - ms);
    const oldest = recent[0];
    if (recent.length >= calls && oldest !== undefined)
      return { kind: 'limited', retryAfterS: Math.max(1, Math.ceil((oldest + ms - now()) / 1000)) };
    allowed.set(key, [...recent, now()]);
    return { kind: 'allowed' };
  };
};
