import { z } from 'zod';
import { directChannel } from '../direct-messages.ts';
import type { Channel, Message } from '../model.ts';
import { channelPayload, messagePayload } from '../payloads.ts';
import type { World } from '../world.ts';
import { lookUpChannel, lookUpMessage } from './lookups.ts';
import { accept, flag, type Method, type MethodAnswer, method, refuse, whole } from './method.ts';

const open = method(z.object({ users: z.string().optional(), channel: z.string().optional() }), (world, args) => {
  if (args.channel !== undefined) {
    const known = lookUpChannel(world, args.channel);
    return known.kind === 'absent' ? known.answer : accept({ channel: { id: known.value.id } });
  }
  const users = (args.users ?? '').split(',').filter((user) => user !== '');
  if (users.length === 0) return refuse('users_list_not_supplied');
  const [user] = users;
  if (users.length > 1 || user === undefined) return refuse('method_not_supported_for_channel_type');
  const person = world.people.get(user);
  if (person === undefined) return refuse('user_not_found');
  if (person.deleted) return refuse('user_disabled');
  if (person.bot) return refuse('cannot_dm_bot');
  return accept({ channel: { id: directChannel(world, user).id } });
});

const info = method(z.object({ channel: z.string() }), (world, args) => {
  const channel = lookUpChannel(world, args.channel);
  if (channel.kind === 'absent') return channel.answer;
  return accept({ channel: channelPayload(channel.value) });
});

const everybody = (world: World, channel: Channel): readonly string[] =>
  channel.botIsMember ? [...channel.members, world.app.botUserId] : channel.members;

const members = method(
  z.object({ channel: z.string(), limit: whole.optional(), cursor: z.string().optional() }),
  (world, args) => {
    const channel = lookUpChannel(world, args.channel);
    if (channel.kind === 'absent') return channel.answer;
    return paged('members', everybody(world, channel.value), args);
  },
);

/** Cuts a list into pages as Slack does: an opaque cursor, empty at the end. */
export const paged = (
  name: string,
  items: readonly unknown[],
  asked: { readonly limit?: number | undefined; readonly cursor?: string | undefined },
): MethodAnswer => {
  const from = asked.cursor ? Number(Buffer.from(asked.cursor, 'base64').toString()) : 0;
  if (!Number.isInteger(from)) return refuse('invalid_cursor');
  const to = from + (asked.limit ?? 100);
  const next = to < items.length ? Buffer.from(String(to)).toString('base64') : '';
  return accept({ [name]: items.slice(from, to), response_metadata: { next_cursor: next } });
};

const visible = (world: World, channel: string): readonly Message[] =>
  [...world.messages.values()].filter((it) => it.channel === channel && !it.deleted && it.onlyFor === null);

const listed = {
  channel: z.string(),
  limit: whole.optional(),
  cursor: z.string().optional(),
  include_all_metadata: flag.optional(),
};

/** A message as lists carry it: what the app wrote on it for itself only where it asks for that. */
const listedMessage = (
  world: World,
  message: Message,
  asked: { readonly include_all_metadata?: boolean | undefined },
) =>
  asked.include_all_metadata === true && message.metadata !== undefined
    ? { ...messagePayload(world, message), metadata: message.metadata }
    : messagePayload(world, message);

const history = method(z.object(listed), (world, args) => {
  const channel = lookUpChannel(world, args.channel);
  if (channel.kind === 'absent') return channel.answer;
  if (!channel.value.botIsMember) return refuse('not_in_channel');
  const top = visible(world, channel.value.id).filter((it) => it.threadTs === null);
  return paged(
    'messages',
    top.toReversed().map((it) => listedMessage(world, it, args)),
    args,
  );
});

const replies = method(z.object({ ts: z.string(), ...listed }), (world, args) => {
  const channel = lookUpChannel(world, args.channel);
  if (channel.kind === 'absent') return channel.answer;
  if (!channel.value.botIsMember) return refuse('not_in_channel');
  const parent = lookUpMessage(world, channel.value.id, args.ts);
  if (parent.kind === 'absent') return refuse('thread_not_found');
  const thread = visible(world, channel.value.id).filter((it) => it.ts === args.ts || it.threadTs === args.ts);
  return paged(
    'messages',
    thread.map((it) => listedMessage(world, it, args)),
    args,
  );
});

export const conversationMethods: Readonly<Record<string, Method>> = {
  'conversations.open': open,
  'conversations.info': info,
  'conversations.members': members,
  'conversations.history': history,
  'conversations.replies': replies,
};
