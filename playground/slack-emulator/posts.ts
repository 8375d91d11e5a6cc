import type { AnyBlock } from './block-kit/blocks.ts';
import { withIds } from './block-kit/ids.ts';
import type { Message, MessageMetadata, SharedFile } from './model.ts';
import type { World } from './world.ts';

const keyOf = (channel: string, ts: string) => `${channel}/${ts}`;

/** What the app wants to be said. */
export interface Content {
  readonly text: string;
  readonly blocks: readonly AnyBlock[];
}

/** A message to be posted. */
export interface Draft extends Content {
  readonly channel: string;
  readonly author: string;
  readonly threadTs?: string | null;
  readonly onlyFor?: string | null;
  readonly files?: readonly SharedFile[];
  readonly metadata?: MessageMetadata | undefined;
}

const put = (world: World, message: Message): Message => {
  world.messages.set(keyOf(message.channel, message.ts), message);
  world.feed.changed();
  return message;
};

/** Posts a message and returns it with its new ts. */
export const post = (world: World, draft: Draft): Message =>
  put(world, {
    channel: draft.channel,
    ts: world.nextTs(),
    threadTs: draft.threadTs ?? null,
    author: draft.author,
    onlyFor: draft.onlyFor ?? null,
    text: draft.text,
    blocks: withIds(draft.blocks, () => world.nextId('b')),
    files: draft.files ?? [],
    reactions: [],
    edits: [],
    deleted: false,
    ...(draft.metadata === undefined ? {} : { metadata: draft.metadata }),
  });

/** Replaces what a message says and remembers what it said before. */
export const rewrite = (world: World, message: Message, content: Content): Message =>
  put(world, {
    ...message,
    text: content.text,
    blocks: withIds(content.blocks, () => world.nextId('b')),
    edits: [...message.edits, { text: message.text, blocks: message.blocks, atMs: world.now() }],
  });

/** Takes a message away; it stays findable as deleted. */
export const remove = (world: World, message: Message): Message => put(world, { ...message, deleted: true });

/** Adds the app's reaction to a message. */
export const react = (world: World, message: Message, name: string): Message =>
  put(world, { ...message, reactions: [...message.reactions, { name, users: [world.app.botUserId] }] });

/** The message as it stands now, or undefined where there is none or it was deleted. */
export const findMessage = (world: World, channel: string, ts: string): Message | undefined => {
  const found = world.messages.get(keyOf(channel, ts));
  return found?.deleted ? undefined : found;
};
