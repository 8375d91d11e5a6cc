import type { KnownBlock, View } from '@slack/types';
import type { ChannelId, GroupId, UserId } from '../domain/ids.ts';

/** A message as it is sent: blocks to look at, text to be read aloud. */
export interface Rendered {
  readonly text: string;
  readonly blocks: readonly KnownBlock[];
}

/** Where a message stands once posted. */
export interface MessageAddress {
  readonly channel: ChannelId;
  readonly ts: string;
}

/** `passing` is worth another try, `permanent` is not; `error` is Slack's own code. */
export type SlackResult<T> =
  | { readonly kind: 'ok'; readonly value: T }
  | { readonly kind: 'permanent'; readonly error: string }
  | { readonly kind: 'passing'; readonly error: string; readonly retryAfterMs: number | null };

/** A member of the workspace, as far as rights depend on it. */
export interface Member {
  readonly id: UserId;
  readonly name: string;
  readonly fullMember: boolean;
  /** An IANA zone, or null. */
  readonly zone: string | null;
}

/** What Slack says of the token. */
export interface SlackIdentity {
  readonly botId: string;
  readonly botUserId: string;
  /** The workspace's id, T…. */
  readonly workspace: string;
  /** `https://team.slack.com/` */
  readonly workspaceUrl: string;
}

/** The Web API methods that Godwit uses. */
export interface Slack {
  /** Who Godwit is there, and the workspace's own address. */
  readonly identity: () => Promise<SlackResult<SlackIdentity>>;
  /**
   * `key` marks the message, so that a post whose answer was lost is found again instead of posted twice: with `mayStand`
   * Slack is asked for it first, and what stands is brought up to date.
   */
  readonly post: (
    to: { channel: ChannelId; threadTs: string | null; key: string; mayStand: boolean },
    message: Rendered,
  ) => Promise<SlackResult<MessageAddress>>;
  readonly update: (at: MessageAddress, message: Rendered) => Promise<SlackResult<null>>;
  readonly openDirect: (person: UserId) => Promise<SlackResult<ChannelId>>;
  readonly openView: (trigger: string, view: View) => Promise<SlackResult<{ viewId: string }>>;
  readonly updateView: (viewId: string, view: View) => Promise<SlackResult<null>>;
  /** One answer to a command or press through its own address. */
  readonly respond: (url: string, message: Rendered) => Promise<SlackResult<null>>;
  /**
   * Puts a file into the thread of a message. Its name is what a file whose upload was never answered is found again by:
   * with `mayStand` the thread is looked through first.
   */
  readonly attach: (
    at: MessageAddress,
    file: { name: string; title: string; content: string | Buffer; mayStand: boolean },
  ) => Promise<SlackResult<null>>;
  readonly member: (person: UserId) => Promise<SlackResult<Member>>;
  readonly groupMembers: (group: GroupId) => Promise<SlackResult<readonly UserId[]>>;
}
