import type { WebAPICallResult, WebClient } from '@slack/web-api';
import type { ChannelId } from '../domain/ids.ts';
import type { MessageAddress, SlackResult } from '../ports/slack.ts';
import { resultOf } from './web-result.ts';

const eventType = 'godwit_message';

/** Marks a message with its key: Slack has no other way to tell a message that was posted from one that was not. */
export const metadataOf = (key: string) => ({ event_type: eventType, event_payload: { key } });

interface Found {
  readonly ts?: string | undefined;
  readonly files?: readonly { readonly name?: string | null | undefined }[] | undefined;
  readonly metadata?:
    | { readonly event_type?: string | undefined; readonly event_payload?: object | undefined }
    | undefined;
}

/**
 * Looks for a message whose post was never answered; the value is null where it does not stand. `permanent` where Slack
 * does not let Godwit look: posting once more is then the lesser evil, a second card rather than none.
 */
export async function findPosted(
  client: WebClient,
  { channel, threadTs, key }: { channel: ChannelId; threadTs: string | null; key: string },
): Promise<SlackResult<MessageAddress | null>> {
  const listed = await resultOf(newest(client, channel, threadTs));
  if (listed.kind !== 'ok') return listed;
  const ts = listed.value.find((message) => hasKey(message, key))?.ts;
  return { kind: 'ok', value: ts === undefined ? null : { channel, ts } };
}

/** Whether a file of this name stands in the thread of a message. */
export async function isAttached(
  client: WebClient,
  { channel, ts }: MessageAddress,
  name: string,
): Promise<SlackResult<boolean>> {
  const listed = await resultOf(newest(client, channel, ts));
  if (listed.kind !== 'ok') return listed;
  return { kind: 'ok', value: listed.value.some(({ files = [] }) => files.some((file) => file.name === name)) };
}

/** A channel's newest; of a thread, which Slack lists from its beginning, every page up to the newest. */
async function newest(client: WebClient, channel: ChannelId, threadTs: string | null): Promise<readonly Found[]> {
  const look = { channel, limit: 200, include_all_metadata: true };
  if (threadTs === null) return foundIn(await client.conversations.history(look));
  const found: Found[] = [];
  let cursor: string | undefined = '';
  do {
    const page = await client.conversations.replies({ ...look, ts: threadTs, cursor });
    found.push(...foundIn(page));
    cursor = page.response_metadata?.next_cursor;
  } while (cursor);
  return found;
}

const foundIn = (answer: WebAPICallResult & { readonly messages?: unknown }): readonly Found[] =>
  (answer.messages ?? []) as readonly Found[];

const hasKey = ({ metadata }: Found, key: string): boolean =>
  metadata?.event_type === eventType && (metadata.event_payload as { key?: unknown } | undefined)?.key === key;
