/**
 * Everything that Godwit is to Slack: its command, its permissions and what it listens to.
 * The listeners register these and the manifest lists these, so that neither can hold something that the other does not know.
 */

/** The one slash command. */
export const slashCommand = {
  command: '/migrate',
  description: 'Migrations: status, deploy, backup, roll back',
  usageHint: '[help | status | deploy | backup | rollback | history] [environment]',
} as const;

/** Permissions of the bot, each with what it is for. */
export const botScopes = {
  commands: 'the slash command',
  'chat:write': 'cards, announcements and answers',
  'im:write': 'direct messages to approvers',
  'files:write': 'SQL and logs that are too long for a message, and pictures',
  'users:read': 'full members and guests, time zones',
  'usergroups:read': 'who is in a user group',
  'channels:history': 'finding a message again whose posting was never answered, in channels',
  'groups:history': 'the same in private channels',
  'im:history': 'the same in direct messages',
} as const;

/** Events that are listened to: both say that a user group changed. */
export const botEvents = ['subteam_updated', 'subteam_members_changed'] as const;

/** Where Slack delivers over HTTP. */
export const eventsPath = '/slack/events';
