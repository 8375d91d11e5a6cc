import { directChannel } from '../direct-messages.ts';
import type { Channel, Message } from '../model.ts';
import { findMessage } from '../posts.ts';
import type { World } from '../world.ts';
import { type MethodAnswer, refuse } from './method.ts';

/** Found, or the answer that says why not. */
export type Lookup<T> =
  | { readonly kind: 'found'; readonly value: T }
  | { readonly kind: 'absent'; readonly answer: MethodAnswer };

const found = <T>(value: T): Lookup<T> => ({ kind: 'found', value });
const absent = (error: string): Lookup<never> => ({ kind: 'absent', answer: refuse(error) });

/** A channel by its id; a private one that the app is not in counts as not there. */
export const lookUpChannel = (world: World, id: string): Lookup<Channel> => {
  const channel = world.channels.get(id);
  const hidden = channel?.kind === 'private' && !channel.botIsMember;
  return channel === undefined || hidden ? absent('channel_not_found') : found(channel);
};

const withPerson = (world: World, id: string): Lookup<Channel> => {
  const person = world.people.get(id);
  if (person === undefined) return lookUpChannel(world, id);
  return person.bot ? absent('cannot_dm_bot') : found(directChannel(world, id));
};

/**
 * A channel the app may write to: it exists, is not archived, and the app is in it.
 * A person's id leads to the app's direct messages with them.
 */
export const lookUpWritable = (world: World, id: string): Lookup<Channel> => {
  const looked = withPerson(world, id);
  if (looked.kind === 'absent') return looked;
  if (looked.value.archived) return absent('is_archived');
  return looked.value.botIsMember ? looked : absent('not_in_channel');
};

/** A message that everybody sees; an ephemeral one counts as not there, as in Slack. */
export const lookUpMessage = (world: World, channel: string, ts: string): Lookup<Message> => {
  const message = findMessage(world, channel, ts);
  return message === undefined || message.onlyFor !== null ? absent('message_not_found') : found(message);
};
