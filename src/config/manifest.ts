import { stringify } from 'yaml';
import { botEvents, botScopes, eventsPath, slashCommand } from '../ports/slack-surface.ts';

/** How Slack reaches Godwit: over a socket that Godwit opens, or at an address of its own. */
export type Reach = { readonly mode: 'socket' } | { readonly mode: 'http'; readonly url: string };

/** Slack's app manifest, version 2. `url` is the public one, with or without `/slack/events`. */
export function manifest(reach: Reach) {
  const address = reach.mode === 'http' ? deliveryAddress(reach.url) : null;
  return {
    _metadata: { major_version: 2 },
    display_information: {
      name: 'Godwit',
      description: 'Takes database migrations to production: checklist, approvals, backup, deploy, verify.',
      background_color: '#2b3a42',
    },
    features: {
      app_home: { home_tab_enabled: false, messages_tab_enabled: true, messages_tab_read_only_enabled: true },
      bot_user: { display_name: 'Godwit', always_online: true },
      slash_commands: [
        {
          command: slashCommand.command,
          description: slashCommand.description,
          usage_hint: slashCommand.usageHint,
          should_escape: false,
          ...(address === null ? {} : { url: address }),
        },
      ],
    },
    oauth_config: { scopes: { bot: Object.keys(botScopes) } },
    settings: {
      event_subscriptions: { ...(address === null ? {} : { request_url: address }), bot_events: [...botEvents] },
      interactivity: { is_enabled: true, ...(address === null ? {} : { request_url: address }) },
      org_deploy_enabled: false,
      socket_mode_enabled: reach.mode === 'socket',
      token_rotation_enabled: false,
    },
  };
}

/** The manifest as a file to paste into Slack. */
export function manifestText(reach: Reach): string {
  return `${headOf(reach)}${stringify(manifest(reach), { lineWidth: 0 })}`;
}

const headOf = (reach: Reach): string =>
  reach.mode === 'socket'
    ? '# Paste into api.slack.com/apps → Create New App → From a manifest. Then, under Basic Information, make an\n' +
      '# app-level token with the scope connections:write: it is SLACK_APP_TOKEN. Written by `godwit manifest`.\n'
    : '# Paste into api.slack.com/apps → Create New App → From a manifest. Written by `godwit manifest --http`.\n';

const deliveryAddress = (url: string): string => {
  const bare = url.replace(/\/+$/, '');
  return bare.endsWith(eventsPath) ? bare : `${bare}${eventsPath}`;
};
