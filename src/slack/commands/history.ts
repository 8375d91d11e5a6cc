import { askAbout, environmentMeant, type Handler, mayRead } from './command.ts';

/** Past runs, of one environment or of all. */
export const history: Handler<'history'> = async (asked) => {
  await asked.ack();
  const { environment } = asked.command;
  const meant = environment === null ? null : await environmentMeant(asked, environment);
  if (environment !== null && meant === null) return;
  const all = asked.deps.configuration.environments.map(({ id }) => id);
  if (!(await mayRead(asked, meant === null ? all : [meant]))) return;
  await askAbout(asked, { kind: 'history', environment: meant }, true);
};
