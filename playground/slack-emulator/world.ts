import { randomBytes } from 'node:crypto';
import { type ChangeFeed, createChangeFeed } from './change-feed.ts';
import type {
  Call,
  Channel,
  EpochMs,
  Group,
  Message,
  Notice,
  OpenView,
  Person,
  ResponseUrl,
  SharedFile,
  Trigger,
} from './model.ts';

/** Who the app is in this workspace, and with what it proves that. */
export interface AppIdentity {
  readonly teamId: string;
  readonly teamDomain: string;
  readonly appId: string;
  readonly botId: string;
  readonly botUserId: string;
  readonly botName: string;
  readonly botToken: string;
  readonly appToken: string;
  readonly signingSecret: string;
}

/** What is strict, and how strict. Durations in milliseconds. */
export interface Rules {
  /** How long Slack waits for an acknowledgement; 3,000. */
  readonly ackWithinMs: number;
  /** How long a trigger lives; 3,000. */
  readonly triggerLifeMs: number;
  /** False: a plan without user groups (`plan_upgrade_required`). */
  readonly userGroups: boolean;
  readonly rateLimits: boolean;
  /** True: `@ana` in a slash command's text arrives as `<@U01|ana>`, as with `should_escape` in the manifest. */
  readonly escapeSlashText: boolean;
}

/** Bytes on their way to becoming a file. */
export interface Upload {
  readonly id: string;
  readonly name: string;
  readonly length: number;
  readonly content: Buffer | null;
}

/** Everything the workspace knows. Records inside are replaced, never changed. */
export interface World {
  readonly app: AppIdentity;
  readonly rules: Rules;
  /** Where the stand-in listens, without a trailing slash; empty until it does. */
  readonly origin: () => string;
  readonly now: () => EpochMs;
  readonly feed: ChangeFeed;
  readonly people: Map<string, Person>;
  readonly groups: Map<string, Group>;
  readonly channels: Map<string, Channel>;
  /** By `channel/ts`, in order of posting. */
  readonly messages: Map<string, Message>;
  readonly views: Map<string, OpenView>;
  /** Home tabs by person. */
  readonly homes: Map<string, OpenView>;
  readonly triggers: Map<string, Trigger>;
  readonly responseUrls: Map<string, ResponseUrl>;
  readonly uploads: Map<string, Upload>;
  readonly files: Map<string, SharedFile>;
  readonly calls: Call[];
  readonly notices: Notice[];
  /** A new message id, later than every one before. */
  readonly nextTs: () => string;
  /** A new id with this prefix, for example `V000000002`. */
  readonly nextId: (prefix: string) => string;
}

const tsClock = (now: () => EpochMs) => {
  let last = 0;
  return () => {
    last = Math.max(Math.floor(now() * 1000), last + 1);
    return `${Math.floor(last / 1_000_000)}.${String(last % 1_000_000).padStart(6, '0')}`;
  };
};

const counter = () => {
  let last = 0;
  return (prefix: string) => {
    last += 1;
    return `${prefix}${last.toString(36).toUpperCase().padStart(9, '0')}`;
  };
};

const lately = (world: { calls: readonly Call[]; messages: ReadonlyMap<string, Message> }): string => {
  const calls = world.calls.slice(-5).map((call) => call.method);
  const messages = [...world.messages.values()].slice(-3).map((message) => JSON.stringify(message.text.slice(0, 120)));
  return `last calls: ${calls.join(', ') || 'none'}; last messages: ${messages.join(', ') || 'none'}`;
};

/** An empty workspace. */
export const createWorld = (given: {
  readonly app: AppIdentity;
  readonly rules: Rules;
  readonly origin: () => string;
  readonly now: () => EpochMs;
}): World => {
  const calls: Call[] = [];
  const messages = new Map<string, Message>();
  return {
    ...given,
    feed: createChangeFeed(() => lately({ calls, messages })),
    people: new Map(),
    groups: new Map(),
    channels: new Map(),
    messages,
    views: new Map(),
    homes: new Map(),
    triggers: new Map(),
    responseUrls: new Map(),
    uploads: new Map(),
    files: new Map(),
    calls,
    notices: [],
    nextTs: tsClock(given.now),
    nextId: counter(),
  };
};

/** A secret-looking string for tokens and ids that must not be guessed. */
export const randomToken = (prefix: string): string => `${prefix}${randomBytes(12).toString('hex')}`;
