import { askAbout, environmentMeant, type Handler, mayRead } from './command.ts';

/** The backups on the host. */
export const backups: Handler<'backups'> = async (asked) => {
  await asked.ack();
  const environment = await environmentMeant(asked, asked.command.environment);
  if (environment === null || !(await mayRead(asked, [environment]))) return;
  await askAbout(asked, { kind: 'backups', environment });
};
