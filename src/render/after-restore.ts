import type { KnownBlock } from '@slack/types';
import { scriptChoosesBackup, startTyped } from '../domain/environment.ts';
import { leftServiceStopped, restoreTouched } from '../domain/run.ts';
import { bold, code, lines, type Mrkdwn, md } from './escape.ts';
import { section } from './limits.ts';
import type { RunView } from './run-view.ts';
import { fileWords } from './what.ts';

/** After a restore that failed: whether the service stands, what is left to go back to, and what comes next. */
export function afterFailedRestore(view: RunView): KnownBlock | null {
  const { run } = view;
  const stopped = leftServiceStopped(run);
  const touched = restoreTouched(run);
  if (run.purpose.kind !== 'restore' || (!stopped && !touched)) return null;
  return section(
    lines(
      stopped ? bold('The service is stopped.') : null,
      touched ? md`The database may be half restored.` : null,
      run.backup === null ? null : md`${bold('Safety backup')} of the database before: ${fileWords(run.backup)}`,
      touched ? wayForward(view, stopped) : startByHand(view),
    ),
  );
}

/** A request looks at the app's own files and database, which it can do only while the service runs. */
function wayForward(view: RunView, stopped: boolean): Mrkdwn {
  const start = stopped ? startByHand(view) : md`Read the log for how far it came.`;
  return scriptChoosesBackup(view.environment)
    ? md`${start} To go back, have the safety backup restored by hand.`
    : md`${start} To go back, restore the safety backup: it is in the list.`;
}

function startByHand({ environment }: RunView): Mrkdwn {
  const typed = startTyped(environment);
  return typed === null
    ? md`Read the log, then start it by hand.`
    : md`Read the log, then start it on the host: ${code(typed)}.`;
}
