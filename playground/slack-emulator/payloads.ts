import type { AnyBlock } from './block-kit/blocks.ts';
import { elementsOf } from './block-kit/interactive.ts';
import type { Channel, Message, OpenView, Person, Picked, Trigger } from './model.ts';
import { initialPick } from './picks.ts';
import type { World } from './world.ts';

/** Anything that travels as JSON. */
export type Payload = Readonly<Record<string, unknown>>;

/** The legacy verification token that Slack still sends; nobody should read it. */
const verificationToken = 'unused-verification-token';

const team = (world: World) => ({ id: world.app.teamId, domain: world.app.teamDomain });

const user = (world: World, person: Person) => ({
  id: person.id,
  username: person.name,
  name: person.name,
  team_id: person.teamId ?? world.app.teamId,
});

/** A message as the Web API and `block_actions` carry it. */
export const messagePayload = (world: World, message: Message): Payload => ({
  type: 'message',
  ...(message.author === world.app.botUserId && {
    bot_id: world.app.botId,
    app_id: world.app.appId,
  }),
  user: message.author,
  team: world.app.teamId,
  ts: message.ts,
  ...(message.threadTs !== null && { thread_ts: message.threadTs }),
  text: message.text,
  ...(message.blocks.length > 0 && { blocks: message.blocks }),
  ...(message.files.length > 0 && { files: message.files.map(({ id, name, title }) => ({ id, name, title })) }),
  ...(message.edits.length > 0 && { edited: { user: message.author, ts: `${Math.floor(world.now() / 1000)}.000000` } }),
});

/** A channel as `conversations.info` shows it. */
export const channelPayload = (channel: Channel): Payload => ({
  id: channel.id,
  ...(channel.kind === 'direct' ? { user: channel.members[0] } : { name: channel.name, name_normalized: channel.name }),
  is_channel: channel.kind === 'public',
  is_group: channel.kind === 'private',
  is_im: channel.kind === 'direct',
  is_private: channel.kind !== 'public',
  is_archived: channel.archived,
  is_member: channel.botIsMember,
});

/** A person as `users.info` shows them. */
export const personPayload = (world: World, person: Person): Payload => ({
  id: person.id,
  team_id: person.teamId ?? world.app.teamId,
  name: person.name,
  real_name: person.name,
  deleted: person.deleted,
  tz: person.tz,
  profile: { display_name: person.name, real_name: person.name, team: world.app.teamId },
  is_bot: person.bot,
  is_app_user: false,
  is_restricted: person.guest,
  is_ultra_restricted: false,
});

/** `state.values`: what every input shows now, picked or initial. */
const stateValues = (
  blocks: readonly AnyBlock[],
  picks: ReadonlyMap<string, Picked>,
): Record<string, Record<string, Picked>> => {
  const values: Record<string, Record<string, Picked>> = {};
  for (const { blockId, actionId, element } of elementsOf(blocks)) {
    const pick = picks.get(`${blockId}/${actionId}`) ?? initialPick(element);
    if (pick !== undefined) values[blockId] = { ...values[blockId], [actionId]: pick };
  }
  return values;
};

/** A view as `views.*` answers and interactions carry it. */
export const viewPayload = (world: World, view: OpenView): Payload => ({
  id: view.id,
  team_id: world.app.teamId,
  type: view.definition.type,
  blocks: view.definition.blocks,
  private_metadata: view.definition.private_metadata ?? '',
  callback_id: view.definition.callback_id ?? '',
  external_id: view.definition.external_id ?? '',
  state: { values: stateValues(view.definition.blocks, view.picks) },
  hash: view.hash,
  title: view.definition.type === 'modal' ? view.definition.title : { type: 'plain_text', text: 'View Title' },
  submit: (view.definition.type === 'modal' && view.definition.submit) || null,
  close: (view.definition.type === 'modal' && view.definition.close) || null,
  clear_on_close: view.definition.type === 'modal' && view.definition.clear_on_close === true,
  notify_on_close: view.definition.type === 'modal' && view.definition.notify_on_close === true,
  previous_view_id: view.previousId,
  root_view_id: view.rootId,
  app_id: world.app.appId,
  bot_id: world.app.botId,
  app_installed_team_id: world.app.teamId,
});

/** A slash command, as form fields. */
export const slashPayload = (
  world: World,
  typed: {
    readonly person: Person;
    readonly channel: Channel;
    readonly command: string;
    readonly text: string;
    readonly trigger: Trigger;
    readonly responseUrl: string;
  },
): Readonly<Record<string, string>> => ({
  token: verificationToken,
  team_id: typed.person.teamId ?? world.app.teamId,
  team_domain: world.app.teamDomain,
  channel_id: typed.channel.id,
  channel_name: typed.channel.name,
  user_id: typed.person.id,
  user_name: typed.person.name,
  command: typed.command,
  text: typed.text,
  api_app_id: world.app.appId,
  is_enterprise_install: 'false',
  response_url: typed.responseUrl,
  trigger_id: typed.trigger.id,
});

const interaction = (world: World, person: Person) => ({
  team: team(world),
  user: user(world, person),
  api_app_id: world.app.appId,
  token: verificationToken,
  enterprise: null,
  is_enterprise_install: false,
});

/** A press on an element of a message. An ephemeral message is not sent along, as in Slack. */
export const messageActionPayload = (
  world: World,
  pressed: {
    readonly person: Person;
    readonly message: Message;
    readonly channel: Channel;
    readonly action: Payload;
    readonly picks: ReadonlyMap<string, Picked>;
    readonly trigger: Trigger;
    readonly responseUrl: string;
  },
): Payload => ({
  type: 'block_actions',
  ...interaction(world, pressed.person),
  container: {
    type: 'message',
    message_ts: pressed.message.ts,
    channel_id: pressed.channel.id,
    is_ephemeral: pressed.message.onlyFor !== null,
    ...(pressed.message.threadTs !== null && { thread_ts: pressed.message.threadTs }),
  },
  trigger_id: pressed.trigger.id,
  channel: { id: pressed.channel.id, name: pressed.channel.name },
  ...(pressed.message.onlyFor === null && { message: messagePayload(world, pressed.message) }),
  state: { values: stateValues(pressed.message.blocks, pressed.picks) },
  response_url: pressed.responseUrl,
  actions: [pressed.action],
});

/** A press on an element of a modal or the Home tab. */
export const viewActionPayload = (
  world: World,
  pressed: { readonly person: Person; readonly view: OpenView; readonly action: Payload; readonly trigger: Trigger },
): Payload => ({
  type: 'block_actions',
  ...interaction(world, pressed.person),
  container: { type: 'view', view_id: pressed.view.id },
  trigger_id: pressed.trigger.id,
  view: viewPayload(world, pressed.view),
  actions: [pressed.action],
});

/** A modal being submitted. */
export const viewSubmissionPayload = (
  world: World,
  submitted: { readonly person: Person; readonly view: OpenView; readonly trigger: Trigger },
): Payload => ({
  type: 'view_submission',
  ...interaction(world, submitted.person),
  trigger_id: submitted.trigger.id,
  view: viewPayload(world, submitted.view),
  response_urls: [],
});

/** A modal being closed, for views that asked to be told. */
export const viewClosedPayload = (
  world: World,
  closed: { readonly person: Person; readonly view: OpenView; readonly cleared: boolean },
): Payload => ({
  type: 'view_closed',
  ...interaction(world, closed.person),
  view: viewPayload(world, closed.view),
  is_cleared: closed.cleared,
});

/** An event of the Events API in its envelope. */
export const eventPayload = (world: World, event: Payload): Payload => ({
  token: verificationToken,
  team_id: world.app.teamId,
  api_app_id: world.app.appId,
  type: 'event_callback',
  event_id: world.nextId('Ev'),
  event_time: Math.floor(world.now() / 1000),
  event: { event_ts: world.nextTs(), ...event },
  authorizations: [
    {
      enterprise_id: null,
      team_id: world.app.teamId,
      user_id: world.app.botUserId,
      is_bot: true,
      is_enterprise_install: false,
    },
  ],
  is_ext_shared_channel: false,
});
