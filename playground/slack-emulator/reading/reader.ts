import type { Channel, EpochMs, Group, Person } from '../model.ts';

/** Who looks at a message: names and times are shown as they see them. */
export interface Reader {
  /** IANA zone in which dates are shown. */
  readonly tz: string;
  /** What "today" is. */
  readonly now: EpochMs;
  readonly people: ReadonlyMap<string, Person>;
  readonly groups: ReadonlyMap<string, Group>;
  readonly channels: ReadonlyMap<string, Channel>;
}

/** `@ana` for a user's id; the id itself where nobody has it. */
export const personName = (reader: Reader, id: string): string => `@${reader.people.get(id)?.name ?? id}`;
/** `@dbas` for a user group's id. */
export const groupName = (reader: Reader, id: string): string => `@${reader.groups.get(id)?.handle ?? id}`;
/** `#migrations` for a channel's id. */
export const channelName = (reader: Reader, id: string): string => `#${reader.channels.get(id)?.name ?? id}`;
