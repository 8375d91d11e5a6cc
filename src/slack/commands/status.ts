import { askAbout, environmentMeant, type Handler, mayRead } from './command.ts';

/** One environment in two strokes, or all of them on one card. */
export const status: Handler<'status'> = async (asked) => {
  await asked.ack();
  const { environment } = asked.command;
  const all = asked.deps.configuration.environments.map(({ id }) => id);
  const meant = environment === null ? null : await environmentMeant(asked, environment);
  if (environment !== null && meant === null) return;
  if (!(await mayRead(asked, meant === null ? all : [meant]))) return;
  await askAbout(
    asked,
    meant === null ? { kind: 'overview', environments: all } : { kind: 'status', environment: meant },
  );
};
