import type { WebClient } from '@slack/web-api';
import type { ChannelId } from '../domain/ids.ts';
import type { MessageAddress, SlackResult } from '../ports/slack.ts';

const eventType = 'godwit_message';

/** Marks a message with its key: Slack has no other way to tell a message that was posted from one that was not. */
export const metadataOf = (key: string) => ({ event_type: eventType, event_payload: { key } });

interface Found {
  readonly ts?: string | undefined;
  readonly metadata?:
    | { readonly event_type?: string | undefined; readonly event_payload?: object | undefined }
    | undefined;
}

/** Looks for a message whose post was never answered; null where it does not stand, or where Slack does not let us look. */
export async function findPosted(
  client: WebClient,
  { channel, threadTs, key }: { channel: ChannelId; threadTs: string | null; key: string },
): Promise<SlackResult<MessageAddress> | null> {
  const look = { channel, limit: 100, include_all_metadata: true };
  try {
    const { messages } =
      threadTs === null
        ? await client.conversations.history(look)
        : await client.conversations.replies({ ...look, ts: threadTs });
    const ts = (messages as readonly Found[] | undefined)?.find((message) => hasKey(message, key))?.ts;
    return ts === undefined ? null : { kind: 'ok', value: { channel, ts } };
  } catch {
    // Without the scope, or with Slack away, posting once more is the lesser evil: a second card, never none.
    return null;
  }
}

const hasKey = ({ metadata }: Found, key: string): boolean =>
  metadata?.event_type === eventType && (metadata.event_payload as { key?: unknown } | undefined)?.key === key;
