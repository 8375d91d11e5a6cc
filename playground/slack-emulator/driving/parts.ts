import type { Courier } from '../delivery/courier.ts';
import type { Ack } from '../delivery/envelope.ts';
import type { Channel, Message, Notice, OpenView, Person, Picked } from '../model.ts';
import { findMessage } from '../posts.ts';
import type { World } from '../world.ts';

/** What a person's gestures work with. */
export interface Parts {
  readonly world: World;
  readonly courier: Courier;
  readonly person: Person;
  /** What this person picked in messages, by `channel/ts`, then by `blockId/actionId`. */
  readonly picked: Map<string, ReadonlyMap<string, Picked>>;
}

/** Which message is meant; its present state is looked up at each gesture. */
export type MessageRef = Pick<Message, 'channel' | 'ts'>;

/** Which view is meant. */
export type ViewRef = Pick<OpenView, 'id'>;

/** How a delivery ends that the app did not acknowledge. */
export type Unacknowledged = Exclude<Ack, { kind: 'acknowledged' }>;

const failedWords = (what: string, ack: Unacknowledged): Pick<Notice, 'reason' | 'words'> =>
  ack.kind === 'timed-out'
    ? { reason: 'operation_timeout', words: `${what} failed with the error "operation_timeout"` }
    : { reason: 'dispatch_failed', words: `${what} failed with the error "dispatch_failed"` };

/** Notes what Slack's client tells a person when the app did not answer. */
export const noteFailure = (
  parts: Parts,
  failed: { what: string; channel: string | null; ack: Unacknowledged },
): Notice => addNotice(parts, failed.channel, failedWords(failed.what, failed.ack));

/** The same where the app may have answered: null then. */
export const noticeOf = (parts: Parts, tried: { what: string; channel: string | null; ack: Ack }): Notice | null =>
  tried.ack.kind === 'acknowledged' ? null : noteFailure(parts, { ...tried, ack: tried.ack });

/** Notes a sentence of Slack's own client. */
export const addNotice = (
  { world, person }: Parts,
  channel: string | null,
  said: Pick<Notice, 'reason' | 'words'>,
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
  joinedChannel({ world, person }, ref.channel);
  return message;
};

/** A channel this person is in. Throws where they are not. */
export const joinedChannel = ({ world, person }: Pick<Parts, 'world' | 'person'>, id: string): Channel => {
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
