import { refuse } from '../exchange.ts';
import { askAbout, type Handler, mayRead } from './command.ts';

/** One run in detail. */
export const run: Handler<'run'> = async (asked) => {
  await asked.ack();
  const found = await asked.deps.store.run(asked.command.run);
  if (found === null) return refuse(asked, { code: 'unknown-run', typed: asked.command.run });
  if (!(await mayRead(asked, [found.environment]))) return;
  await askAbout(asked, { kind: 'run', run: found.id }, true);
};
