import { type EnvironmentCheck, notWell, well } from './check.ts';
import { inWords } from './prisma.ts';

/** The app's database, by the configured way. */
export const database: EnvironmentCheck = {
  name: 'database',
  look: async ({ environment, targets, host }) => {
    const opened = await targets.open(environment, await host());
    if (opened.kind === 'trouble') return notWell(inWords(opened.trouble));
    await using session = opened.session;
    const { host: server, port, database, schema } = session.identity;
    const applied = (await session.history()).length;
    return well(`${database} on ${server}:${port}, schema ${schema}, ${applied} migrations in its history`);
  },
};
