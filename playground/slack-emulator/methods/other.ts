import { z } from 'zod';
import { react } from '../posts.ts';
import { randomToken } from '../world.ts';
import { lookUpChannel, lookUpMessage } from './lookups.ts';
import { accept, type Method, method, refuse } from './method.ts';

const authTest = method(z.object({}), (world) =>
  accept({
    url: `https://${world.app.teamDomain}.slack.com/`,
    team: world.app.teamDomain,
    team_id: world.app.teamId,
    user: world.app.botName,
    user_id: world.app.botUserId,
    bot_id: world.app.botId,
    is_enterprise_install: false,
  }),
);

const apiTest = method(z.object({}), (_world, args) => accept({ args }));

const connectionsOpen = method(
  z.object({}),
  (world) => accept({ url: `${world.origin().replace(/^http/, 'ws')}/link/?ticket=${randomToken('')}` }),
  'app',
);

const reactionsAdd = method(
  z.object({ channel: z.string(), timestamp: z.string(), name: z.string().min(1) }),
  (world, args) => {
    const channel = lookUpChannel(world, args.channel);
    if (channel.kind === 'absent') return channel.answer;
    const message = lookUpMessage(world, channel.value.id, args.timestamp);
    if (message.kind === 'absent') return message.answer;
    if (message.value.reactions.some((reaction) => reaction.name === args.name)) return refuse('already_reacted');
    react(world, message.value, args.name);
    return accept();
  },
);

export const otherMethods: Readonly<Record<string, Method>> = {
  'api.test': apiTest,
  'auth.test': authTest,
  'apps.connections.open': connectionsOpen,
  'reactions.add': reactionsAdd,
};
