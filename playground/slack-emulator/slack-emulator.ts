import type { Server } from 'node:http';
import type { WaitOptions } from './change-feed.ts';
import { type Courier, createCourier } from './delivery/courier.ts';
import type { Ack, Delivery } from './delivery/envelope.ts';
import type { DisconnectReason } from './delivery/socket-hub.ts';
import { type ChannelView, channelView } from './driving/channel.ts';
import { type Driver, driverOf } from './driving/person.ts';
import { createFaults, type Fault, type Faults } from './faults.ts';
import type { Call, Channel, EpochMs, Group, Message, Notice, OpenView, Person, Picked } from './model.ts';
import { eventPayload, type Payload } from './payloads.ts';
import { createRateLimits } from './rate-limits.ts';
import { listen } from './server.ts';
import { type AppIdentity, createWorld, type Rules, randomToken, type World } from './world.ts';

/** Everything may be left out: tokens are made up, times are Slack's. */
export interface SlackEmulatorOptions {
  readonly app?: Partial<AppIdentity>;
  readonly rules?: Partial<Rules>;
  /** The clock; default the real one. */
  readonly now?: () => EpochMs;
}

type New<T, Required extends keyof T> = Partial<T> & { readonly [Key in Required]: T[Key] };

const identityOf = (given: Partial<AppIdentity> = {}): AppIdentity => ({
  teamId: 'T0GODWIT',
  teamDomain: 'gold-factory',
  appId: 'A0GODWIT',
  botId: 'B0GODWIT',
  botUserId: 'U0GODWIT',
  botName: 'godwit',
  botToken: randomToken('xoxb-'),
  appToken: randomToken('xapp-'),
  signingSecret: randomToken(''),
  ...given,
});

const rulesOf = (given: Partial<Rules> = {}): Rules => ({
  ackWithinMs: 3_000,
  triggerLifeMs: 3_000,
  userGroups: true,
  rateLimits: false,
  escapeSlashText: false,
  ...given,
});

/** A running stand-in of Slack with one workspace and one app. A class because it is opened and closed. */
export class SlackEmulator implements AsyncDisposable {
  readonly #world: World;
  readonly #courier: Courier;
  readonly #faults: Faults;
  readonly #server: Server;
  readonly #picked = new Map<string, Map<string, ReadonlyMap<string, Picked>>>();

  constructor(parts: { world: World; courier: Courier; faults: Faults; server: Server }) {
    this.#world = parts.world;
    this.#courier = parts.courier;
    this.#faults = parts.faults;
    this.#server = parts.server;
  }

  /** Where it listens, without a trailing slash. */
  get url(): string {
    return this.#world.origin();
  }
  /** What an SDK wants as `slackApiUrl`; ends with a slash. */
  get apiUrl(): string {
    return `${this.url}/api/`;
  }
  /** Tokens, secret and ids of the app. */
  get app(): AppIdentity {
    return this.#world.app;
  }
  /** Every call of the Web API and of response URLs (method `response_url`), in order. */
  get calls(): readonly Call[] {
    return this.#world.calls;
  }
  /** Every payload that was sent to the app, with its acknowledgement. */
  get deliveries(): readonly Delivery[] {
    return this.#courier.deliveries;
  }
  /** What Slack itself told people because the app did not answer. */
  get notices(): readonly Notice[] {
    return this.#world.notices;
  }
  /** How many Socket Mode connections are open. */
  get socketCount(): number {
    return this.#courier.sockets.size;
  }
  /** All people, for names in a transcript. */
  get people(): ReadonlyMap<string, Person> {
    return this.#world.people;
  }
  get groups(): ReadonlyMap<string, Group> {
    return this.#world.groups;
  }
  get channels(): ReadonlyMap<string, Channel> {
    return this.#world.channels;
  }

  /** Adds a person, or replaces the one with this id. Full member in UTC unless said otherwise. */
  addPerson(person: New<Person, 'id' | 'name'>): Person {
    return put(this.#world, this.#world.people, { tz: 'UTC', guest: false, bot: false, deleted: false, ...person });
  }
  /** Adds a user group, or replaces the one with this id; tell the app with `sendEvent` where it should know. */
  addGroup(group: Group): Group {
    return put(this.#world, this.#world.groups, group);
  }
  /** Adds a channel, or replaces the one with this id. Public and with the app in it unless said otherwise. */
  addChannel(channel: New<Channel, 'id' | 'name' | 'members'>): Channel {
    return put(this.#world, this.#world.channels, { kind: 'public', botIsMember: true, archived: false, ...channel });
  }

  /** Signed requests go to this URL from now on, while no socket is open; to several in turn. */
  deliverTo(...urls: readonly string[]): void {
    this.#courier.deliverTo(urls);
  }
  /** Sends an event of the Events API, for example `{ type: 'subteam_members_changed', … }`. */
  sendEvent(event: Payload): Promise<Ack> {
    return this.#courier.deliver('events_api', eventPayload(this.#world, event));
  }
  /** Delivers the latest payload once more, as Slack does when it is not sure. */
  redeliverLast(): Promise<Ack> {
    return this.#courier.redeliverLast();
  }
  /** Breaks all Socket Mode connections without a word. */
  dropSockets(): void {
    this.#courier.sockets.drop();
  }
  /** Asks all Socket Mode connections to reconnect, as Slack does every few hours. */
  disconnectSockets(reason: DisconnectReason = 'refresh_requested'): void {
    this.#courier.sockets.disconnect(reason);
  }

  /** The next call of this method (or of `response_url`) goes wrong; several queue up. */
  failNext(method: string, fault: Fault): void {
    this.#faults.failNext(method, fault);
  }
  /** From now on these methods (none named: all, and response URLs) answer 503. Sockets stay open. */
  outage(methods?: readonly string[]): void {
    this.#faults.outage(methods);
  }
  recover(): void {
    this.#faults.recover();
  }

  /** A person before their Slack. Throws where there is none with this id. */
  person(id: string): Driver {
    const person = this.#world.people.get(id);
    if (person === undefined) throw new Error(`looking for person ${id}: there is none`);
    const picked = this.#picked.get(id) ?? new Map<string, ReadonlyMap<string, Picked>>();
    this.#picked.set(id, picked);
    return driverOf({ world: this.#world, courier: this.#courier, person, picked });
  }
  /** Looks into a channel. Throws where there is none. */
  channel(id: string): ChannelView {
    return channelView(this.#world, id);
  }
  /** A message as it stands now; undefined where there is none or it was deleted. */
  current(message: { readonly channel: string; readonly ts: string }): Message | undefined {
    const found = this.#world.messages.get(`${message.channel}/${message.ts}`);
    return found?.deleted ? undefined : found;
  }
  /** When the app used this address of a command or press, refused uses too. */
  usesOf(responseUrl: string): readonly EpochMs[] {
    return this.#world.responseUrls.get(responseUrl.split('/').at(-1) ?? '')?.usedAtMs ?? [];
  }
  /** A view as it stands now, open or closed. */
  view(id: string): OpenView | undefined {
    return this.#world.views.get(id);
  }
  /** The calls of one method, in order. */
  callsOf(method: string): readonly Call[] {
    return this.#world.calls.filter((call) => call.method === method);
  }

  /** Resolves with the first value of `look` that is not undefined, null or false; woken by changes, never polling. */
  waitFor<T>(look: () => T, options?: WaitOptions) {
    return this.#world.feed.waitFor(look, options);
  }

  /** Closes all connections and stops listening. */
  async close(): Promise<void> {
    this.#world.feed.close();
    this.#courier.sockets.close();
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    this.#server.closeAllConnections();
    await closed;
  }
  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}

const put = <T extends { readonly id: string }>(world: World, into: Map<string, T>, value: T): T => {
  into.set(value.id, value);
  world.feed.changed();
  return value;
};

/** Starts a stand-in of Slack on a free loopback port. */
export const startSlackEmulator = async (options: SlackEmulatorOptions = {}): Promise<SlackEmulator> => {
  const now = options.now ?? Date.now;
  const rules = rulesOf(options.rules);
  const address = { origin: '' };
  const world = createWorld({ app: identityOf(options.app), rules, origin: () => address.origin, now });
  world.people.set(world.app.botUserId, {
    id: world.app.botUserId,
    name: world.app.botName,
    tz: 'UTC',
    guest: false,
    bot: true,
    deleted: false,
  });
  const faults = createFaults();
  const limiter = createRateLimits(now);
  const allow = rules.rateLimits ? limiter : () => ({ kind: 'allowed' }) as const;
  const courier = createCourier(world);
  const { server, origin } = await listen({ world, faults, allow });
  address.origin = origin;
  server.on('upgrade', (request, socket, head) => courier.sockets.upgrade(request, socket, head));
  return new SlackEmulator({ world, courier, faults, server });
};
