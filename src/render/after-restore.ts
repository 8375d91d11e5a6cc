import type { Button, KnownBlock } from '@slack/types';
import { mayStartService } from '../domain/decide/start-service.ts';
import { scriptChoosesBackup, startTyped } from '../domain/environment.ts';
import { leftServiceStopped, restoredWhole, restoreTouched } from '../domain/left-behind.ts';
import type { Run } from '../domain/run.ts';
import { runActions } from './action-ids.ts';
import { bold, code, lines, type Mrkdwn, md } from './escape.ts';
import { button, confirm, section } from './limits.ts';
import type { RunView } from './run-view.ts';
import { fileWords } from './what.ts';
import { date, mention, sentence } from './words.ts';

/** After a restore that failed: whether the service stands, what is left to go back to, and what comes next. */
export function afterFailedRestore(view: RunView): KnownBlock | null {
  const { run } = view;
  const stopped = leftServiceStopped(run);
  const touched = restoreTouched(run);
  if (run.purpose.kind !== 'restore' || (!stopped && !touched)) return null;
  return section(
    lines(
      stopped ? serviceLine(view) : null,
      touched ? databaseLine(run) : null,
      run.backup === null ? null : md`${bold('Safety backup')} of the database before: ${fileWords(run.backup)}`,
      touched ? wayForward(view, stopped) : mayStartService(run, view.environment) ? startByHand(view) : null,
    ),
  );
}

const databaseLine = (run: Run): Mrkdwn =>
  restoredWhole(run)
    ? md`The backup is restored and verified; what comes after that did not succeed.`
    : md`The database may be half restored.`;

/** Whether it stands, and who had it started from this card. */
function serviceLine({ run: { serviceStart } }: RunView): Mrkdwn {
  if (serviceStart === null) return bold('The service is stopped.');
  const { by, at, end } = serviceStart;
  if (end === null) return md`${bold('The service is being started')} for ${mention(by)} since ${date(at)}.`;
  if (end.kind === 'started') return md`${bold('The service was started')} by ${mention(by)}, ${date(at)}.`;
  return md`${bold('The service is stopped.')} ${mention(by)} had it started, ${date(at)}: ${sentence(end.why)}`;
}

/** The button for it, with what to think of first. */
export const startServiceButton = ({ run, environment }: RunView): Button | null =>
  mayStartService(run, environment)
    ? button({
        action: runActions.startService,
        value: run.id,
        text: 'Start the service…',
        confirm: confirm({
          title: `Start the service of ${environment.name}?`,
          text: startMeans(run),
          yes: 'Start the service',
          danger: restoreTouched(run) && !restoredWhole(run),
        }),
      })
    : null;

function startMeans(run: Run): string {
  if (restoredWhole(run)) return 'The backup is restored and verified. The app writes to it from now on.';
  return restoreTouched(run)
    ? 'The database may be half restored, and the app would write to it from now on. Read the log first.'
    : 'The database was not changed by this run. The app works with it as it is.';
}

/** A request looks at the app's own files and database, which it can do only while the service runs. */
function wayForward(view: RunView, stopped: boolean): Mrkdwn {
  const start =
    stopped && view.run.serviceStart?.end?.kind !== 'started'
      ? startByHand(view)
      : md`Read the log for how far it came.`;
  return scriptChoosesBackup(view.environment)
    ? md`${start} To go back, have the safety backup restored by hand.`
    : md`${start} To go back, restore the safety backup: it is in the list.`;
}

function startByHand({ environment }: RunView): Mrkdwn {
  const typed = startTyped(environment);
  return typed === null
    ? md`Read the log, then start it by hand.`
    : md`Read the log, then start it by the button, or on the host: ${code(typed)}.`;
}
