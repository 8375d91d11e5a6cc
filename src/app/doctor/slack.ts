import { createSlackWeb } from '../../slack/web.ts';
import { notWell, type OwnCheck, well } from './check.ts';

/** Slack's word about the bot token. */
export const slack: OwnCheck = {
  name: 'slack',
  look: async ({ settings, log }) => {
    if (settings.slack === null) return null;
    const said = await createSlackWeb({ ...settings.slack, log }).identity();
    if (said.kind !== 'ok') return notWell(`does not take the bot token: ${said.error}`);
    const { workspaceUrl, botUserId } = said.value;
    return well(`${workspaceUrl} knows the bot as ${botUserId}; deliveries by ${settings.slack.delivery.by}`);
  },
};
