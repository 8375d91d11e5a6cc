import type { Message } from '../model.ts';
import type { World } from '../world.ts';

/** What stands in a channel. Every call looks anew. */
export interface ChannelView {
  /** Messages everybody sees, oldest first, without thread replies. */
  readonly messages: () => readonly Message[];
  /** The newest of them. */
  readonly last: () => Message | undefined;
  /** Replies below a message, oldest first. */
  readonly thread: (ts: string) => readonly Message[];
  /** Ephemeral messages; of one person or of all. */
  readonly ephemerals: (user?: string) => readonly Message[];
  /** All of it, deleted ones too. */
  readonly everything: () => readonly Message[];
}

/** Looks into a channel. Throws where there is none. */
export const channelView = (world: World, id: string): ChannelView => {
  if (!world.channels.has(id)) throw new Error(`looking into channel ${id}: there is none`);
  const everything = () => [...world.messages.values()].filter((message) => message.channel === id);
  const visible = () => everything().filter((message) => !message.deleted);
  const messages = () => visible().filter((message) => message.onlyFor === null && message.threadTs === null);
  return {
    messages,
    last: () => messages().at(-1),
    thread: (ts) => visible().filter((message) => message.threadTs === ts && message.onlyFor === null),
    ephemerals: (user) =>
      visible().filter((message) => message.onlyFor !== null && (user === undefined || message.onlyFor === user)),
    everything,
  };
};
