import type { AnyBlock } from './block-kit/blocks.ts';
import type { ViewDefinition } from './block-kit/surfaces.ts';

/** Milliseconds since 1970. */
export type EpochMs = number;

/** A member of the workspace. */
export interface Person {
  /** Begins with U or W. */
  readonly id: string;
  /** The handle, as in `@ana`. */
  readonly name: string;
  /** IANA zone, for example `Europe/Berlin`. */
  readonly tz: string;
  readonly guest: boolean;
  readonly bot: boolean;
  readonly deleted: boolean;
  /** The workspace that they come from, in a shared channel; absent: the app's own. */
  readonly teamId?: string;
}

/** A user group, `@dbas`. */
export interface Group {
  /** Begins with S. */
  readonly id: string;
  readonly handle: string;
  readonly members: readonly string[];
}

export interface Channel {
  /** C…, or D… for the direct messages between the app and one person. */
  readonly id: string;
  readonly name: string;
  readonly kind: 'public' | 'private' | 'direct';
  readonly members: readonly string[];
  readonly botIsMember: boolean;
  readonly archived: boolean;
}

/** What a message said before it was changed. */
export interface Edit {
  readonly text: string;
  readonly blocks: readonly AnyBlock[];
  /** When it was replaced. */
  readonly atMs: EpochMs;
}

export interface SharedFile {
  readonly id: string;
  readonly name: string;
  readonly title: string;
  readonly content: Buffer;
}

export interface Reaction {
  readonly name: string;
  readonly users: readonly string[];
}

/** What an app writes on a message for itself; people do not see it. */
export interface MessageMetadata {
  readonly event_type: string;
  readonly event_payload: Readonly<Record<string, unknown>>;
}

/** A message as it stands now. Values are never changed in place: look it up again to see what became of it. */
export interface Message {
  readonly channel: string;
  /** Slack's id of a message within its channel: seconds with six decimals. */
  readonly ts: string;
  readonly threadTs: string | null;
  /** The user who wrote it; the app's bot user for the app. */
  readonly author: string;
  /** Null: everybody in the channel. Else an ephemeral message, which only this person sees. */
  readonly onlyFor: string | null;
  readonly text: string;
  readonly blocks: readonly AnyBlock[];
  readonly files: readonly SharedFile[];
  readonly reactions: readonly Reaction[];
  /** Oldest first. */
  readonly edits: readonly Edit[];
  readonly deleted: boolean;
  readonly metadata?: MessageMetadata;
}

/** A modal that a person has (or had) before them, or their Home tab. */
export interface OpenView {
  readonly id: string;
  readonly viewer: string;
  /** Changes with every change of the definition. */
  readonly hash: string;
  readonly definition: ViewDefinition;
  readonly rootId: string;
  readonly previousId: string | null;
  readonly state: 'open' | 'closed';
  /** What was typed or picked so far, by `blockId/actionId`. */
  readonly picks: ReadonlyMap<string, Picked>;
  /** Shown under the fields after a submission was refused, by block id. */
  readonly errors: Readonly<Record<string, string>>;
}

/** A value of an element as Slack's `state.values` carries it. */
export type Picked = Readonly<{ type: string } & Record<string, unknown>>;

/** One call of the Web API. */
export interface Call {
  readonly method: string;
  /** Parsed arguments, without the token. */
  readonly args: Readonly<Record<string, unknown>>;
  readonly atMs: EpochMs;
  readonly tookMs: number;
  readonly answer: Answered;
}

export type Answered =
  | { readonly kind: 'answered'; readonly status: number; readonly body: Readonly<Record<string, unknown>> }
  /** The app saw no answer: the connection was dropped, or the call hung. `done` tells whether the work was done. */
  | { readonly kind: 'unanswered'; readonly done: boolean };

/** What Slack's own client told a person, because the app did not do its part. */
export interface Notice {
  readonly user: string;
  readonly channel: string | null;
  readonly reason: 'operation_timeout' | 'dispatch_failed' | 'invalid_command_response' | 'invalid_view_response';
  /** The sentence on the screen. */
  readonly words: string;
  readonly atMs: EpochMs;
}

export interface Trigger {
  readonly id: string;
  readonly user: string;
  readonly issuedAtMs: EpochMs;
  readonly used: boolean;
  /** The view it was issued from, where it was. */
  readonly viewId: string | null;
}

/** Where a `response_url` leads, and when it was used. */
export interface ResponseUrl {
  readonly id: string;
  readonly issuedAtMs: EpochMs;
  readonly usedAtMs: readonly EpochMs[];
  readonly user: string;
  readonly channel: string;
  /** The message that was pressed on; null for a slash command, which has no original. */
  readonly original: { readonly channel: string; readonly ts: string } | null;
}
