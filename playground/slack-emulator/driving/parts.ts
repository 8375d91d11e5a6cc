import type { Courier } from '../delivery/courier.ts';
import type { Ack } from '../delivery/envelope.ts';
import type { Message, Notice, OpenView, Person, Pick } from '../model.ts';
import { findMessage } from '../posts.ts';
import type { World } from '../world.ts';

/** What a person's gestures work with. */
export interface Parts {
  readonly world: World;
  readonly courier: Courier;
  readonly person: Person;
  /** What this person picked in messages, by `channel/ts`, then by `blockId/actionId`. */
  readonly picked: Map<string, ReadonlyMap<string, Pick>>;
}

/** Which message is meant; its present state is looked up at each gesture. */
export type MessageRef = Pick2<Message, 'channel' | 'ts'>;
type Pick2<T, K extends keyof T> = { readonly [Key in K]: T[Key] };

/** Which view is meant. */
export type ViewRef = Pick2<OpenView, 'id'>;

const failedWords = (what: string, ack: Ack): Pick2<Notice, 'reason' | 'words'> =>
  ack.kind === 'timed-out'
    ? { reason: 'operation_timeout', words: `${what} failed with the error "operation_timeout"` }
    : { reason: 'dispatch_failed', words: `${what} failed with the error "dispatch_failed"` };

/** Notes what Slack's client tells a person when the app did not answer; null where it did. */
export const noticeOf = (parts: Parts, what: string, channel: string | null, ack: Ack): Notice | null =>
  ack.kind === 'acknowledged' ? null : addNotice(parts, channel, failedWords(what, ack));

/** Notes a sentence of Slack's own client. */
export const addNotice = (
  { world, person }: Parts,
  channel: string | null,
  said: Pick2<Notice, 'reason' | 'words'>,
): Notice => {
  const notice = { user: person.id, channel, atMs: world.now(), ...said };
  world.notices.push(notice);
  world.feed.changed();
  return notice;
};

/** The message as this person sees it now. Throws where they cannot see it. */
export const seenMessage = ({ world, person }: Parts, ref: MessageRef): Message => {
  const message = findMessage(world, ref.channel, ref.ts);
  if (message === undefined) throw new Error(`looking at message ${ref.ts} in ${ref.channel}: there is none any more`);
  if (message.onlyFor !== null && message.onlyFor !== person.id)
    throw new Error(`looking at message ${ref.ts}: it is ephemeral, ${person.id} cannot see it`);
  return message;
};

/** A channel this person is in. Throws where they are not. */
export const joinedChannel = ({ world, person }: Parts, id: string) => {
  const channel = world.channels.get(id);
  if (channel === undefined) throw new Error(`going to channel ${id}: there is none`);
  if (!channel.members.includes(person.id)) throw new Error(`going to channel ${id}: ${person.id} is not a member`);
  return channel;
};

/** The open modal or Home tab of this person. Throws where it is not before them. */
export const openViewOf = ({ world, person }: Parts, ref: ViewRef): OpenView => {
  const view = world.views.get(ref.id) ?? [...world.homes.values()].find((home) => home.id === ref.id);
  if (view === undefined || view.state === 'closed') throw new Error(`looking at view ${ref.id}: it is not open`);
  if (view.viewer !== person.id) throw new Error(`looking at view ${ref.id}: it is open before ${view.viewer}`);
  return view;
};
