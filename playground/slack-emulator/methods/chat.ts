import { z } from 'zod';
import type { AnyBlock } from '../block-kit/blocks.ts';
import { checkMessageBlocks } from '../block-kit/surfaces.ts';
import type { Message } from '../model.ts';
import { messagePayload } from '../payloads.ts';
import { type Content, findMessage, post, remove, rewrite } from '../posts.ts';
import type { World } from '../world.ts';
import { lookUpChannel, lookUpMessage, lookUpWritable } from './lookups.ts';
import { accept, type Method, type MethodAnswer, method, refuse } from './method.ts';

/** `chat.update` refuses more; `chat.postMessage` cuts at 40,000. */
const updateTextMax = 4_000;
const postTextMax = 40_000;

const content = { text: z.string().optional(), blocks: z.unknown().optional() };

type Wanted = { readonly text?: string | undefined; readonly blocks?: unknown };
type Read =
  | { readonly kind: 'content'; readonly content: Content }
  | { readonly kind: 'no'; readonly answer: MethodAnswer };

/** Reads text and blocks; refuses blocks Slack would refuse, and a message that says nothing. */
export const readContent = (wanted: Wanted): Read => {
  const blocks = wanted.blocks === undefined || wanted.blocks === null ? [] : wanted.blocks;
  const checked = checkMessageBlocks(blocks);
  if (checked.kind === 'refused') return { kind: 'no', answer: refuse('invalid_blocks', checked.problems) };
  const text = wanted.text ?? '';
  if (text.trim() === '' && checked.value.length === 0) return { kind: 'no', answer: refuse('no_text') };
  return { kind: 'content', content: { text: text.slice(0, postTextMax), blocks: checked.value } };
};

const posted = (world: World, message: Message): MethodAnswer =>
  accept({ channel: message.channel, ts: message.ts, message: messagePayload(world, message) });

const metadata = z.object({ event_type: z.string().max(255), event_payload: z.record(z.string(), z.unknown()) });

const postMessage = method(
  z.object({
    channel: z.string(),
    thread_ts: z.string().optional(),
    metadata: metadata.optional(),
    ...content,
  }),
  (world, args) => {
    const channel = lookUpWritable(world, args.channel);
    if (channel.kind === 'absent') return channel.answer;
    const read = readContent(args);
    if (read.kind === 'no') return read.answer;
    if (args.thread_ts !== undefined && findMessage(world, channel.value.id, args.thread_ts) === undefined)
      return refuse('thread_not_found');
    return posted(
      world,
      post(world, {
        ...read.content,
        channel: channel.value.id,
        author: world.app.botUserId,
        threadTs: args.thread_ts ?? null,
        metadata: args.metadata,
      }),
    );
  },
);

const postEphemeral = method(
  z.object({ channel: z.string(), user: z.string(), thread_ts: z.string().optional(), ...content }),
  (world, args) => {
    const channel = lookUpWritable(world, args.channel);
    if (channel.kind === 'absent') return channel.answer;
    if (!world.people.has(args.user)) return refuse('user_not_found');
    if (!channel.value.members.includes(args.user)) return refuse('user_not_in_channel');
    const read = readContent(args);
    if (read.kind === 'no') return read.answer;
    const message = post(world, {
      ...read.content,
      channel: channel.value.id,
      author: world.app.botUserId,
      threadTs: args.thread_ts ?? null,
      onlyFor: args.user,
    });
    return accept({ message_ts: message.ts });
  },
);

/** Blocks left out of an update stay, so that new text alone changes nothing on the screen; an empty list removes them. */
const updatedBlocks = (message: Message, wanted: Wanted, blocks: readonly AnyBlock[]): readonly AnyBlock[] =>
  wanted.blocks === undefined ? message.blocks : blocks;

const update = method(z.object({ channel: z.string(), ts: z.string(), ...content }), (world, args) => {
  const channel = lookUpChannel(world, args.channel);
  if (channel.kind === 'absent') return channel.answer;
  const message = findMessage(world, channel.value.id, args.ts);
  if (message === undefined) return refuse('message_not_found');
  if (message.onlyFor !== null || message.author !== world.app.botUserId) return refuse('cant_update_message');
  if (channel.value.archived) return refuse('is_archived');
  if ((args.text ?? '').length > updateTextMax) return refuse('msg_too_long');
  const read = readContent(args);
  if (read.kind === 'no') return read.answer;
  const changed = rewrite(world, message, {
    text: read.content.text,
    blocks: updatedBlocks(message, args, read.content.blocks),
  });
  return { ...posted(world, changed), text: changed.text };
});

const deleteMessage = method(z.object({ channel: z.string(), ts: z.string() }), (world, args) => {
  const channel = lookUpChannel(world, args.channel);
  if (channel.kind === 'absent') return channel.answer;
  const message = lookUpMessage(world, channel.value.id, args.ts);
  if (message.kind === 'absent') return message.answer;
  if (message.value.author !== world.app.botUserId) return refuse('cant_delete_message');
  remove(world, message.value);
  return accept({ channel: channel.value.id, ts: args.ts });
});

/** The address under which people's Slack opens a message. */
const permalinkOf = (world: World, message: Message): string => {
  const thread = message.threadTs === null ? '' : `?thread_ts=${message.threadTs}&cid=${message.channel}`;
  return `https://${world.app.teamDomain}.slack.com/archives/${message.channel}/p${message.ts.replace('.', '')}${thread}`;
};

const getPermalink = method(z.object({ channel: z.string(), message_ts: z.string() }), (world, args) => {
  const channel = lookUpChannel(world, args.channel);
  if (channel.kind === 'absent') return channel.answer;
  const message = lookUpMessage(world, channel.value.id, args.message_ts);
  if (message.kind === 'absent') return message.answer;
  return accept({ channel: channel.value.id, permalink: permalinkOf(world, message.value) });
});

export const chatMethods: Readonly<Record<string, Method>> = {
  'chat.postMessage': postMessage,
  'chat.postEphemeral': postEphemeral,
  'chat.update': update,
  'chat.delete': deleteMessage,
  'chat.getPermalink': getPermalink,
};
