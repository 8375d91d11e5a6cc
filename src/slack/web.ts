import type { KnownBlock } from '@slack/types';
import { WebClient, type WebClientOptions } from '@slack/web-api';
import type { ChannelId, UserId } from '../domain/ids.ts';
import type { Secret } from '../lib/secret.ts';
import { shared } from '../lib/shared.ts';
import type { Log } from '../ports/log.ts';
import type { Member, MessageAddress, Rendered, Slack, SlackResult } from '../ports/slack.ts';
import { boltLogger } from './bolt-logger.ts';
import { findPosted, isAttached, metadataOf } from './find-posted.ts';
import { respond } from './respond.ts';
import { resultOf } from './web-result.ts';

export interface SlackWebOptions {
  readonly botToken: Secret;
  /** Ends in a slash; null: Slack itself. */
  readonly apiUrl: string | null;
  readonly log: Log;
  /** How long one call may take; default 10 s. */
  readonly timeoutMs?: number;
}

/**
 * The client's own defaults are ten retries over half an hour and no time limit, during which nothing else is sent.
 * Here the queue tries again, and a limited call is told so at once.
 */
export const clientOptions = (apiUrl: string | null, timeoutMs = 10_000): WebClientOptions => ({
  ...(apiUrl === null ? {} : { slackApiUrl: apiUrl }),
  timeout: timeoutMs,
  rejectRateLimitedCalls: true,
  retryConfig: { retries: 0 },
});

/** Slack's Web API, as far as Godwit uses it. long: one method of the port after the other. */
export function createSlackWeb({ botToken, apiUrl, log, timeoutMs }: SlackWebOptions): Slack {
  const client = new WebClient(botToken.reveal(), {
    ...clientOptions(apiUrl, timeoutMs),
    logger: boltLogger(log),
  });
  return {
    identity: () =>
      mapped(client.auth.test(), ({ bot_id, user_id, url, team_id }) => ({
        botId: bot_id ?? '',
        botUserId: user_id ?? '',
        workspace: team_id ?? '',
        workspaceUrl: url ?? '',
      })),
    post: async (to, message) => {
      const standing = to.mayStand ? await findPosted(client, to) : null;
      if (standing?.kind === 'passing') return standing;
      if (standing?.kind === 'ok' && standing.value !== null) return bringUpToDate(client, standing.value, message);
      return mapped(
        client.chat.postMessage({
          ...placeOf(to),
          ...content(message),
          metadata: metadataOf(to.key),
          unfurl_links: false,
        }),
        ({ channel, ts }) => ({ channel: channel as ChannelId, ts: ts ?? '' }),
      );
    },
    update: (at, message) => mapped(client.chat.update({ ...at, ...content(message) }), () => null),
    openDirect: (person) =>
      mapped(client.conversations.open({ users: person }), ({ channel }) => channel?.id as ChannelId),
    openView: (trigger, view) =>
      mapped(client.views.open({ trigger_id: trigger, view }), (opened) => ({ viewId: opened.view?.id ?? '' })),
    updateView: (viewId, view) => mapped(client.views.update({ view_id: viewId, view }), () => null),
    respond,
    attach: (at, file) => attach(client, at, file),
    // Whoever types ten commands at once is asked about once.
    member: shared((person: UserId) =>
      mapped(client.users.info({ user: person }), ({ user }) => memberOf(person, user ?? {})),
    ),
    groupMembers: (group) =>
      mapped(
        client.usergroups.users.list({ usergroup: group }),
        ({ users }) => (users ?? []) as unknown as readonly UserId[],
      ),
  };
}

/** What was posted without an answer may say what was true then. */
const bringUpToDate = (
  client: WebClient,
  at: MessageAddress,
  message: Rendered,
): Promise<SlackResult<MessageAddress>> => mapped(client.chat.update({ ...at, ...content(message) }), () => at);

const placeOf = ({ channel, threadTs }: { channel: ChannelId; threadTs: string | null }) =>
  threadTs === null ? { channel } : { channel, thread_ts: threadTs };

const content = ({ text, blocks }: Rendered) => ({ text, blocks: [...blocks] as KnownBlock[] });

async function mapped<From, To>(call: Promise<From>, pick: (answer: From) => To): Promise<SlackResult<To>> {
  const result = await resultOf(call);
  return result.kind === 'ok' ? { kind: 'ok', value: pick(result.value) } : result;
}

async function attach(
  client: WebClient,
  at: MessageAddress,
  { name, title, content, mayStand }: Parameters<Slack['attach']>[1],
): Promise<SlackResult<null>> {
  if (mayStand) {
    const standing = await isAttached(client, at, name);
    if (standing.kind === 'passing') return standing;
    if (standing.kind === 'ok' && standing.value) return { kind: 'ok', value: null };
  }
  const to = { channel_id: at.channel, thread_ts: at.ts, filename: name, title };
  const upload = typeof content === 'string' ? { ...to, content } : { ...to, file: content };
  return mapped(client.filesUploadV2(upload), () => null);
}

interface SlackUser {
  readonly name?: string;
  readonly tz?: string;
  readonly deleted?: boolean;
  readonly is_bot?: boolean;
  readonly is_restricted?: boolean;
  readonly is_ultra_restricted?: boolean;
  readonly is_stranger?: boolean;
}

/** A full member: no guest of either kind, no bot, nobody of another workspace, not deactivated. */
function memberOf(id: UserId, user: SlackUser): Member {
  const { deleted, is_bot, is_restricted, is_ultra_restricted, is_stranger } = user;
  const fullMember = ![deleted, is_bot, is_restricted, is_ultra_restricted, is_stranger].includes(true);
  return { id, name: user.name ?? id, fullMember, zone: user.tz ?? null };
}
