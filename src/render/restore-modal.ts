import type { InputBlock, KnownBlock, ModalView, PlainTextOption } from '@slack/types';
import { DateTime } from 'luxon';
import type { Backup } from '../domain/backup.ts';
import { type Environment, scriptChoosesBackup } from '../domain/environment.ts';
import type { InquiryId } from '../domain/ids.ts';
import type { BackupsReport, ListedBackup } from '../domain/inquiry.ts';
import { formatBytes } from '../lib/bytes.ts';
import { clamp } from '../lib/clamp.ts';
import type { EpochMs } from '../lib/time.ts';
import { inputIds, viewIds } from './action-ids.ts';
import { backupLines } from './backups.ts';
import { typed } from './commands.ts';
import { bold, code, lines, type Mrkdwn, md } from './escape.ts';
import { actions, type Blocks, context, divider, modal, option, section, selectInput } from './limits.ts';
import { markButtons } from './mark-buttons.ts';
import { type LastTook, migrationWay, tookWords } from './rollback-ways.ts';
import { lostNames, lostWords } from './what.ts';
import { date, utc } from './words.ts';

export interface RestoreModalView {
  readonly environment: Environment;
  /** What was asked for the list: the choice is looked up in its answer. */
  readonly inquiry: InquiryId;
  readonly report: BackupsReport;
  /** The backups that Godwit took, as far as their rows are there. */
  readonly known: readonly Backup[];
  /** Path of the backup to begin with, as that of a failed run; null: the newest. */
  readonly suggested: string | null;
  /** IANA zone of the person who looks at it, for the list, where Slack shows no dates of its own. */
  readonly zone: string | null;
  /** How long each way took last time. */
  readonly took: LastTook;
}

/** Backups that are described; the list to choose from holds up to a hundred. */
const described = 12;

/** The modal holds every way back; a loading one stands under the same words. */
export const rollbackTitle = 'Roll back';

/** Which backup to restore, and what is lost with each; or one of the other ways. */
export function restoreModal(view: RestoreModalView): ModalView {
  const { environment, report } = view;
  const newest = report.backups.toSorted((a, b) => b.modifiedAt - a.modifiedAt);
  const choice = scriptChoosesBackup(environment) ? null : chooser(view, newest);
  const possible = choice !== null || (scriptChoosesBackup(environment) && newest.length > 0);
  return modal({
    title: rollbackTitle,
    ...(possible ? { callback: viewIds.restore, submit: 'Ask for the restore' } : {}),
    metadata: { environment: environment.id, inquiry: view.inquiry },
    blocks: [
      section(intro(view, newest.length)),
      choice,
      newest.length === 0 ? null : divider,
      ...newest.slice(0, described).map((backup) => description(backup, view)),
      newest.length > described ? context(md`… ${newest.length - described} more`) : null,
      ...(choice === null ? [] : unlisted(newest)),
      ...migrationWay({ applied: report.newest ?? null, inquiry: view.inquiry }, view.took),
      ...markWay(view),
    ],
  });
}

function intro({ environment, report, took }: RestoreModalView, amount: number): Mrkdwn {
  if (amount === 0)
    return md`There is no backup of ${bold(environment.name)} in ${code(report.directory)}. ${code(typed(`backup ${environment.id}`))} takes one.`;
  const approvals = environment.policy.approvals === null ? '' : 'The request then needs its approvals, like a deploy.';
  return lines(
    md`${bold('Restore a backup:')} the database of ${bold(environment.name)} is replaced by one. The service is stopped meanwhile, and a safety backup is taken first.`,
    md`${bold('Everything written after the backup was taken is lost.')} ${approvals} ${tookWords(took.restoreMs)}`,
    scriptChoosesBackup(environment)
      ? md`The rollback script takes no backup's name: it chooses the file itself.`
      : null,
  );
}

/**
 * The guide's third way, of a migration that failed: its end is recorded, and a restore may follow. Where none failed, it
 * says so; null where nobody could look.
 */
function markWay({ environment, report, took }: RestoreModalView): Blocks {
  const [name] = report.failed;
  if (name === undefined) return report.newest == null ? [] : [divider, section(nothingFailed)];
  const words = lines(
    md`${bold('Or mark as rolled back')} ${code(name)}, which failed: right when nothing of it is in the database, and Godwit looks first. The next deploy then applies it again, or a backup is restored.`,
    md`${bold('Lost:')} nothing. ${tookWords(took.markMs)}`,
  );
  const [rolledBack] = markButtons(environment, name);
  return [divider, section(words), actions(rolledBack)];
}

const nothingFailed = md`${bold('Or mark as rolled back:')} only a migration that failed, and none did. What is applied is taken back by one of the other ways.`;

function chooser(view: RestoreModalView, newest: readonly ListedBackup[]): InputBlock | null {
  const options = newest.filter(isUsable).map((backup) => choiceOf(backup, view));
  const initial = options.find((one) => one !== null && one.value === view.suggested) ?? null;
  return selectInput({ id: inputIds.backup, label: 'Backup', options, initial });
}

/** A broken file is described and not offered. */
const isUsable = ({ verification }: ListedBackup): boolean => verification?.kind !== 'broken';

function choiceOf(backup: ListedBackup, view: RestoreModalView): PlainTextOption | null {
  const name = backup.label ?? backup.path.slice(backup.path.lastIndexOf('/') + 1);
  return option(
    `${inZone(backup.modifiedAt, view.zone)} · ${formatBytes(backup.bytes)} · ${clamp(name, 40)}`,
    backup.path,
    [checkedWord(backup), lostShort(backup, view)].join(' · '),
  );
}

const checkedWord = ({ verification }: ListedBackup): string => verification?.kind ?? 'not verified';

function lostShort(backup: ListedBackup, view: RestoreModalView): string {
  const lost = lostOf(backup, view);
  if (lost === null) return 'its history is unknown';
  return lost.length === 0 ? 'holds every migration' : `${lost.length} of the applied migrations are not in it`;
}

/** Names that would be gone; null where nobody knows. */
function lostOf(
  { run, path }: ListedBackup,
  { known, report: { applied } }: RestoreModalView,
): readonly string[] | null {
  const taken = known.find((backup) => backup.run === run && backup.path === path) ?? null;
  return taken === null || applied === null ? null : lostNames(applied, taken);
}

function description(backup: ListedBackup, view: RestoreModalView): KnownBlock {
  const lost = lostOf(backup, view);
  return section(
    lines(
      backupLines(backup),
      md`Lost: everything written after ${date(backup.modifiedAt)}. ${lost === null ? md`Which migrations are lost is unknown.` : lostWords(lost)}`,
    ),
  );
}

/** Files that Slack's list cannot hold are said, not dropped in silence. */
function unlisted(newest: readonly ListedBackup[]): Blocks {
  const broken = newest.filter((backup) => !isUsable(backup)).length;
  const long = newest.filter((backup) => isUsable(backup) && option('x', backup.path) === null).length;
  return [
    broken === 0 ? null : context(md`Broken files cannot be chosen (${broken}).`),
    long === 0 ? null : context(md`Files whose path is longer than 150 characters cannot be chosen here (${long}).`),
  ];
}

/** "22 Nov 2026, 14:02" in the zone; in UTC, which is then said, where the zone is not known. */
function inZone(at: EpochMs, zone: string | null): string {
  const local = DateTime.fromMillis(at, { zone: zone ?? 'unknown', locale: 'en-GB' });
  return local.isValid ? local.toFormat('d LLL yyyy, HH:mm') : utc(at);
}
