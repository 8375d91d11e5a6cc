import type { Ack } from '../delivery/envelope.ts';
import { directChannel } from '../direct-messages.ts';
import type { Message, Notice, OpenView, Person } from '../model.ts';
import { eventPayload, viewPayload } from '../payloads.ts';
import { post } from '../posts.ts';
import type { ViewValues } from './fields.ts';
import { joinedChannel, type MessageRef, type Parts, type ViewRef } from './parts.ts';
import { type PressOptions, type PressOutcome, pressInMessage, pressInView } from './press.ts';
import { type SlashOutcome, slash, type TypedCommand } from './slash.ts';
import { closeView, fill, type SubmitOutcome, submit } from './submit.ts';

/** A person before their Slack: what they can do, and what they see. Gestures resolve when the app acknowledged. */
export interface Driver {
  readonly id: string;
  readonly slash: (typed: TypedCommand) => Promise<SlashOutcome>;
  /** Presses a button (or picks in a select) of a message; throws where it is not there now. */
  readonly press: (message: MessageRef, actionId: string, options?: PressOptions) => Promise<PressOutcome>;
  /** Types into a modal without submitting it. */
  readonly fill: (view: ViewRef, values: ViewValues) => OpenView;
  readonly submit: (view: ViewRef, values?: ViewValues) => Promise<SubmitOutcome>;
  /** Presses or picks in a modal or Home tab; null where Slack does not tell the app of it. */
  readonly pickInModal: (view: ViewRef, actionId: string, options?: PressOptions) => Promise<PressOutcome | null>;
  readonly closeView: (view: ViewRef, options?: { readonly all?: boolean }) => Promise<Ack | null>;
  /** Opens the app's Home tab (`app_home_opened`). */
  readonly openHome: () => Promise<Ack>;
  /** Writes an ordinary message. */
  readonly say: (channel: string, text: string, threadTs?: string) => Message;
  /** The topmost open modal. */
  readonly modal: () => OpenView | undefined;
  readonly home: () => OpenView | undefined;
  /** Ephemeral messages for this person, oldest first; of one channel or of all. */
  readonly ephemerals: (channel?: string) => readonly Message[];
  /** Everything this person sees in a channel, oldest first, threads included. */
  readonly sees: (channel: string) => readonly Message[];
  /** The channel of direct messages with the app; a command can be typed there too. */
  readonly directChannel: () => string;
  /** The app's direct messages to this person. */
  readonly directMessages: () => readonly Message[];
  /** What Slack itself told this person when the app did not answer. */
  readonly notices: () => readonly Notice[];
}

const visibleTo = (person: Person) => (message: Message) =>
  !message.deleted && (message.onlyFor === null || message.onlyFor === person.id);

const looking = ({ world, person }: Parts) => {
  const all = () => [...world.messages.values()].filter(visibleTo(person));
  return {
    modal: () => [...world.views.values()].findLast((view) => view.viewer === person.id && view.state === 'open'),
    home: () => world.homes.get(person.id),
    ephemerals: (channel?: string) =>
      all().filter((it) => it.onlyFor === person.id && (channel === undefined || it.channel === channel)),
    sees: (channel: string) => all().filter((it) => it.channel === channel),
    directChannel: () => directChannel(world, person.id).id,
    directMessages: () => {
      const { id } = directChannel(world, person.id);
      return all().filter((it) => it.channel === id);
    },
    notices: () => world.notices.filter((it) => it.user === person.id),
  };
};

const openHome = ({ world, courier, person }: Parts): Promise<Ack> => {
  const home = world.homes.get(person.id);
  const event = {
    type: 'app_home_opened',
    user: person.id,
    channel: directChannel(world, person.id).id,
    tab: 'home',
    ...(home !== undefined && { view: viewPayload(world, home) }),
  };
  return courier.deliver('events_api', eventPayload(world, event));
};

/** Hands over one person's Slack. */
export const driverOf = (parts: Parts): Driver => {
  const { world, person } = parts;
  return {
    id: person.id,
    ...looking(parts),
    slash: (typed) => slash(parts, typed),
    press: (message, actionId, options = {}) => pressInMessage(parts, message, { actionId, ...options }),
    fill: (view, values) => fill(parts, view, values),
    submit: (view, values = {}) => submit(parts, view, values),
    pickInModal: (view, actionId, options = {}) => pressInView(parts, view, { actionId, ...options }),
    closeView: (view, options = {}) => closeView(parts, view, options.all === true),
    openHome: () => openHome(parts),
    say: (channel, text, threadTs) =>
      post(world, {
        channel: joinedChannel(parts, channel).id,
        author: person.id,
        text,
        blocks: [],
        threadTs: threadTs ?? null,
      }),
  };
};
