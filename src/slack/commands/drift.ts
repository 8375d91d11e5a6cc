import { askAbout, environmentMeant, type Handler, mayRead } from './command.ts';

/** How the database differs from its migrations, as SQL in both directions. */
export const drift: Handler<'drift'> = async (asked) => {
  await asked.ack();
  const environment = await environmentMeant(asked, asked.command.environment);
  if (environment === null || !(await mayRead(asked, [environment]))) return;
  await askAbout(asked, { kind: 'drift', environment, scheduled: false });
};
