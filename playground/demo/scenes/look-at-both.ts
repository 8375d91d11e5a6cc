import { summaryOf } from '../evidence/history.ts';
import { allOf, says } from '../evidence/slack.ts';
import type { Play } from '../play.ts';

/** How both environments stand; then one of them in two strokes, the second with Prisma's own word. */
export async function lookAtBoth(play: Play): Promise<void> {
  const { paper, check, production, staging } = play;
  paper.tell('The team wrote two migrations. Ana asks how things stand; the whole channel sees the answer.');
  await play.types('ana', 'status');
  const overview = await play.sees(['Status of all environments']);
  play.show(overview);
  for (const host of [staging, production]) {
    const summary = await summaryOf(host);
    check(
      `${host.name} has "${summary}": the files and the history in its database say the same`,
      lineAbout(allOf(overview), host.name).includes(summary),
    );
  }
  paper.tell('Ben wants to know more about production. Godwit looks by itself first, then asks Prisma too.');
  await play.types('ben', 'status production');
  const status = await play.until(await play.sees(['Status of production']), 'Prisma itself');
  play.show(status, 'ben');
  const first = status.edits.find((edit) => says(edit, 'own word follows'));
  check('the answer came in two strokes, in one and the same message', first !== undefined);
  check('Prisma itself agrees with what Godwit saw', says(status, 'says the same', '2 migrations not yet applied'));
}

/** What stands between this environment's name and the next block. */
const lineAbout = (text: string, environment: string): string =>
  text.split(`/${environment}*`)[1]?.split('"}')[0] ?? '';
