import { askAbout, environmentMeant, type Handler, mayRead } from './command.ts';

/** What a deploy would do now: the pending files with their review, and the gates. */
export const plan: Handler<'plan'> = async (asked) => {
  await asked.ack();
  const environment = await environmentMeant(asked, asked.command.environment);
  if (environment === null || !(await mayRead(asked, [environment]))) return;
  await askAbout(asked, { kind: 'plan', environment });
};
