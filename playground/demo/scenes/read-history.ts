import { execute } from '../../servers/postgres.ts';
import { linesOf } from '../evidence/slack.ts';
import type { Play } from '../play.ts';

/** What happened today, newest first, as Godwit's own tables keep it. */
export async function readHistory(play: Play): Promise<void> {
  const { check, paper, stage } = play;
  paper.tell('Dan was away. He reads what happened.');
  await play.types('dan', 'history production');
  const history = await play.sees(['History of production']);
  play.show(history, 'dan');
  const runs = await execute<{ id: string }>(
    stage.databaseUrl,
    `SELECT id FROM run WHERE environment = 'gold-factory/production' ORDER BY requested_at DESC`,
  );
  // Between the lines of the runs stands who did what.
  const shown = linesOf(history).filter((line) => /· `\w+`$/.test(line));
  check(
    `it names the ${runs.length} runs that Godwit's own tables keep, newest first`,
    shown.map((line) => /`(\w+)`$/.exec(line)?.[1]),
    runs.map(({ id }) => id),
  );
  check(
    'with how each one ended',
    shown.map((line) => /(succeeded|cancelled)/.exec(line)?.[0]),
    ['succeeded', 'succeeded', 'cancelled', 'succeeded'],
  );
}
