import { askAbout, environmentMeant, type Handler, mayRead } from './command.ts';

/** Who waits for whom in the database. */
export const locks: Handler<'locks'> = async (asked) => {
  await asked.ack();
  const environment = await environmentMeant(asked, asked.command.environment);
  if (environment === null || !(await mayRead(asked, [environment]))) return;
  await askAbout(asked, { kind: 'locks', environment });
};
