import { askAbout, mayRead } from '../commands/command.ts';
import { refuse } from '../exchange.ts';
import { environmentOf, type Handler } from './action.ts';

/** Who waits for whom in the database that a deploy waits in, with what can be done about it: as a message that all see. */
export const showLocks: Handler = async (pressed) => {
  const environment = environmentOf(pressed);
  if (environment === null) return refuse(pressed, { code: 'press-unknown' });
  if (!(await mayRead(pressed, [environment]))) return;
  await pressed.ack();
  await askAbout({ ...pressed, privately: false }, { kind: 'locks', environment });
};
