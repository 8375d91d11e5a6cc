import type { View } from '@slack/types';
import type { ChannelId, GroupId, UserId } from '../../src/domain/ids.ts';
import type { Member, MessageAddress, Rendered, Slack, SlackResult } from '../../src/ports/slack.ts';

/** A message as the fake keeps it. */
export interface MemoryMessage extends Rendered {
  readonly ts: string;
  readonly threadTs: string | null;
  readonly key: string | null;
  readonly file: { readonly name: string; readonly title: string; readonly content: string | Buffer } | null;
}

/** What goes wrong with the next call of a method. */
export type MemoryFault = { kind: '429'; retryAfterS: number } | { kind: '500' } | { kind: 'lost-response' };

/** What tests see of the fake, and how they set it up. */
export interface MemoryWorkspace {
  readonly addPerson: (person: Member & { readonly reachable?: boolean }) => void;
  readonly addGroup: (id: GroupId, members: readonly UserId[]) => void;
  /** `member`: whether Godwit is in it. */
  readonly addChannel: (id: ChannelId, member: boolean) => void;
  readonly addTrigger: (id: string) => void;
  readonly addAddress: (url: string) => void;
  readonly failNext: (method: keyof Slack, fault: MemoryFault) => void;
  readonly messages: (channel: ChannelId) => readonly MemoryMessage[];
  /** What was said through each command's or press's own address. */
  readonly said: (url: string) => readonly Rendered[];
  readonly views: () => ReadonlyMap<string, View>;
}

const ok = <T>(value: T): SlackResult<T> => ({ kind: 'ok', value });
const permanent = (error: string): SlackResult<never> => ({ kind: 'permanent', error });
const addressUses = 5;

/**
 * Slack in memory, for tests of what stands above it; the contract suite holds it and the real adapter to the same
 * promises. It is long because the port is: one entry a method.
 */
export function memorySlack(): Slack & MemoryWorkspace {
  const people = new Map<UserId, Member & { readonly reachable?: boolean }>();
  const groups = new Map<GroupId, readonly UserId[]>();
  const channels = new Map<ChannelId, { readonly member: boolean; readonly messages: MemoryMessage[] }>();
  const triggers = new Map<string, 'fresh' | 'used'>();
  const addresses = new Map<string, Rendered[]>();
  const views = new Map<string, View>();
  const faults: { readonly method: keyof Slack; readonly fault: MemoryFault }[] = [];
  let last = 0;
  const next = () => {
    last += 1;
    return `${last}.000000`;
  };

  /** Does the work unless a fault stands in its way; a lost answer comes after the work. */
  async function call<T>(method: keyof Slack, work: () => SlackResult<T>): Promise<SlackResult<T>> {
    const at = faults.findIndex((queued) => queued.method === method);
    const fault = at === -1 ? undefined : faults.splice(at, 1)[0]?.fault;
    if (fault?.kind === '429') {
      return { kind: 'passing', error: 'ratelimited', retryAfterMs: fault.retryAfterS * 1_000 };
    }
    if (fault?.kind === '500') return { kind: 'passing', error: 'http 500', retryAfterMs: null };
    const done = work();
    return fault === undefined ? done : { kind: 'passing', error: 'request', retryAfterMs: null };
  }

  function writable(id: ChannelId): { readonly messages: MemoryMessage[] } | string {
    const channel = channels.get(id);
    if (channel === undefined) return 'channel_not_found';
    return channel.member ? channel : 'not_in_channel';
  }

  function put(to: { channel: ChannelId; threadTs: string | null }, message: Omit<MemoryMessage, 'ts' | 'threadTs'>) {
    const channel = writable(to.channel);
    if (typeof channel === 'string') return permanent(channel);
    const ts = next();
    channel.messages.push({ ...message, ts, threadTs: to.threadTs });
    return ok({ channel: to.channel, ts } satisfies MessageAddress);
  }

  return {
    addPerson: (person) => people.set(person.id, person),
    addGroup: (id, members) => groups.set(id, members),
    addChannel: (id, member) => channels.set(id, { member, messages: [] }),
    addTrigger: (id) => triggers.set(id, triggers.get(id) ?? 'fresh'),
    addAddress: (url) => addresses.set(url, []),
    failNext: (method, fault) => faults.push({ method, fault }),
    messages: (id) => channels.get(id)?.messages ?? [],
    said: (url) => addresses.get(url) ?? [],
    views: () => views,

    identity: () =>
      call('identity', () =>
        ok({
          botId: 'B0GODWIT',
          botUserId: 'U0GODWIT',
          workspace: 'T0GODWIT',
          workspaceUrl: 'https://gold-factory.slack.com/',
        }),
      ),
    post: ({ key, mayStand, ...to }, message) =>
      call('post', () => {
        const standing = mayStand ? channels.get(to.channel)?.messages.find((one) => one.key === key) : undefined;
        if (standing !== undefined) {
          Object.assign(standing, message);
          return ok({ channel: to.channel, ts: standing.ts });
        }
        return put(to, { ...message, key, file: null });
      }),
    update: ({ channel, ts }, message) =>
      call('update', () => {
        const messages = channels.get(channel)?.messages;
        if (messages === undefined) return permanent('channel_not_found');
        const at = messages.findIndex((one) => one.ts === ts);
        const before = messages[at];
        if (before === undefined) return permanent('message_not_found');
        messages[at] = { ...before, ...message };
        return ok(null);
      }),
    openDirect: (person) =>
      call('openDirect', () => {
        const known = people.get(person);
        if (known === undefined) return permanent('user_not_found');
        if (known.reachable === false) return permanent('user_disabled');
        const id = `D${person}` as ChannelId;
        if (!channels.has(id)) channels.set(id, { member: true, messages: [] });
        return ok(id);
      }),
    openView: (trigger, view) =>
      call('openView', () => {
        const state = triggers.get(trigger);
        if (state === undefined) return permanent('invalid_trigger_id');
        if (state === 'used') return permanent('exchanged_trigger_id');
        triggers.set(trigger, 'used');
        const viewId = `V${next()}`;
        views.set(viewId, view);
        return ok({ viewId });
      }),
    updateView: (viewId, view) =>
      call('updateView', () => {
        if (!views.has(viewId)) return permanent('not_found');
        views.set(viewId, view);
        return ok(null);
      }),
    respond: (url, message) =>
      call('respond', () => {
        const said = addresses.get(url);
        if (said === undefined || said.length >= addressUses) return permanent('http 404');
        said.push(message);
        return ok(null);
      }),
    attach: ({ channel, ts }, { mayStand, ...file }) =>
      call('attach', () => {
        const thread = (channels.get(channel)?.messages ?? []).filter((one) => one.threadTs === ts);
        if (mayStand && thread.some((one) => one.file?.name === file.name)) return ok(null);
        const posted = put({ channel, threadTs: ts }, { text: '', blocks: [], key: null, file });
        return posted.kind === 'ok' ? ok(null) : posted;
      }),
    member: (person) =>
      call('member', () => {
        const known = people.get(person);
        return known === undefined ? permanent('user_not_found') : ok(known);
      }),
    groupMembers: (group) =>
      call('groupMembers', () => {
        const members = groups.get(group);
        return members === undefined ? permanent('no_such_subteam') : ok(members);
      }),
  };
}
