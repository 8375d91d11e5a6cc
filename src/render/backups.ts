import type { Environment } from '../domain/environment.ts';
import type { UserId } from '../domain/ids.ts';
import type { BackupsReport, ListedBackup } from '../domain/inquiry.ts';
import type { Trouble } from '../domain/trouble.ts';
import { formatBytes } from '../lib/bytes.ts';
import { typed } from './commands.ts';
import { bold, code, join, lines, type Mrkdwn, md } from './escape.ts';
import { actions, context, header, message, type Rendered, section } from './limits.ts';
import { restoreButton } from './next-buttons.ts';
import { troubleMessage } from './trouble.ts';
import { verificationWords } from './what.ts';
import { count, date, mention, runCode } from './words.ts';

export interface BackupsView {
  readonly environment: Environment;
  readonly report: BackupsReport | Trouble;
  readonly askedBy: UserId | null;
}

/** How many are listed by name; the newest come first. */
const shown = 30;

/** The backups that lie on the host. */
export function backups({ environment, report, askedBy }: BackupsView): Rendered {
  if ('code' in report) return troubleMessage(`The list of backups of ${environment.name}`, report);
  const newest = report.backups.toSorted((a, b) => b.modifiedAt - a.modifiedAt);
  const total = report.backups.reduce((sum, { bytes }) => sum + bytes, 0);
  const all = md`${count(newest.length, 'backup')}, ${formatBytes(total)} together, ${formatBytes(report.freeBytes)} free`;
  return message(md`Backups of ${environment.name}: ${all}.`, [
    header(`Backups of ${environment.name}`),
    section(
      newest.length === 0
        ? md`None yet in ${code(report.directory)}. ${code(typed(`backup ${environment.id}`))} takes one.`
        : md`${all}, in ${code(report.directory)}`,
    ),
    ...newest.slice(0, shown).map((backup) => section(backupLines(backup))),
    newest.length > shown ? context(md`… ${newest.length - shown} more`) : null,
    context(askedBy === null ? null : md`Asked by ${mention(askedBy)}`, md`looked at ${date(report.lookedAt)}`),
    newest.length === 0 ? null : actions(restoreButton(environment)),
  ]);
}

/** Name, size and time; then what is known of the content. */
export const backupLines = (backup: ListedBackup): Mrkdwn =>
  lines(
    md`${code(backup.path)} · ${bold(formatBytes(backup.bytes))} · ${date(backup.modifiedAt)}`,
    join(backupFacts(backup), ' · '),
  );

/** What is known of a backup; of a file that Godwit did not take, that nothing is. */
function backupFacts({ run, label, verification, migrations }: ListedBackup): readonly Mrkdwn[] {
  if (run === null) return [md`not taken by Godwit: its history is unknown`, ...checked(verification)];
  return [
    ...(label === null ? [] : [md`label ${code(label)}`]),
    ...checked(verification),
    migrations === null ? md`its history is unknown` : md`holds ${count(migrations, 'migration')}`,
    md`run ${runCode(run)}`,
  ];
}

const checked = (verification: ListedBackup['verification']): readonly Mrkdwn[] =>
  verification === null ? [] : [verificationWords(verification)];
