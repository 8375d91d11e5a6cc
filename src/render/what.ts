import type { KnownBlock } from '@slack/types';
import type { Backup, BackupFile, Verification } from '../domain/backup.ts';
import { scriptChoosesBackup } from '../domain/environment.ts';
import type { ResolvePurpose } from '../domain/resolve.ts';
import type { Plan, Purpose } from '../domain/run.ts';
import { assertNever } from '../lib/assert-never.ts';
import { formatBytes } from '../lib/bytes.ts';
import { pushBlock, resetBlock } from './development.ts';
import { bold, code, join, lines, type Mrkdwn, md } from './escape.ts';
import { section } from './limits.ts';
import { foundWords, thenWords } from './resolve-words.ts';
import { pendingNames, type RunView } from './run-view.ts';
import { count, date, nameLines, nameList, sentence } from './words.ts';
import { wroteLines } from './wrote.ts';

/** What the run is about to do or did: files, a label, or the backup and what its restore destroys. */
export function whatBlocks(view: RunView): readonly (KnownBlock | null)[] {
  const { purpose, plan } = view.run;
  switch (purpose.kind) {
    case 'deploy':
      return [
        plan === null ? null : section(nameLines(pendingNames(view.run))),
        purpose.wrote === undefined ? null : section(wroteLines(purpose.wrote)),
        warnings(plan),
      ];
    case 'dev':
      return [plan === null ? null : section(nameLines(pendingNames(view.run))), warnings(plan)];
    case 'reset':
      return [resetBlock(), warnings(plan)];
    case 'push':
      return [pushBlock(purpose), warnings(plan)];
    case 'backup':
      return [section(backupPurpose(purpose, view))];
    case 'restore':
      return [section(restorePurpose(purpose, view)), warnings(plan)];
    case 'resolve':
      return [section(resolvePurpose(purpose)), warnings(plan)];
    default:
      return assertNever(purpose);
  }
}

function backupPurpose(purpose: Extract<Purpose, { kind: 'backup' }>, { environment }: RunView): Mrkdwn {
  const way = environment.backup.command === null ? 'by pg_dump' : "by the team's own script";
  const forRun = purpose.forRun === null ? md`` : md`, for run ${code(purpose.forRun)}`;
  return md`Label ${code(purpose.label)}, ${way}${forRun}.`;
}

function restorePurpose({ backup, known }: Extract<Purpose, { kind: 'restore' }>, view: RunView): Mrkdwn {
  const chooses = scriptChoosesBackup(view.environment)
    ? md`The rollback script takes no backup's name: it chooses the file itself, which may be another one.`
    : null;
  return lines(
    md`${bold('Backup')} ${fileWords(backup)}${known === null ? md`` : md` · ${verificationWords(known.verification)}`}`,
    chooses,
    md`${bold('Lost:')} everything written after ${date(known?.takenAt ?? backup.modifiedAt)}. ${lostMigrations(known, view.run.plan)}`,
    howRestored(view),
  );
}

/** The way it goes, and what stays of the database as it is now. */
function howRestored({ environment: { rollback, service } }: RunView): Mrkdwn {
  const first =
    service.stop === null
      ? 'Before that, a safety backup is taken.'
      : 'Before that, the service is stopped and a safety backup is taken.';
  return rollback === null
    ? md`${first} Godwit restores it by itself.`
    : md`${first} The team's own script restores it.`;
}

/** What is recorded, what was found of the file, and why it is recorded otherwise. */
function resolvePurpose({ migration, as, found, reason }: ResolvePurpose): Mrkdwn {
  return lines(
    md`${bold('Migration')} ${code(migration)}`,
    md`${bold('In the database')} ${foundWords(found)}`,
    md`${bold('Then')} ${thenWords[as]} No SQL of it is run, and nothing of it is taken away.`,
    reason === null ? null : md`${bold('Reason')} ${sentence(reason)}`,
  );
}

export const fileWords = ({ path, bytes, modifiedAt }: BackupFile): Mrkdwn =>
  md`${code(path)} · ${formatBytes(bytes)} · ${date(modifiedAt)}`;

export function verificationWords(verification: Verification): Mrkdwn {
  switch (verification.kind) {
    case 'verified':
      return md`verified`;
    case 'unverified':
      return md`unverified: ${verification.why}`;
    case 'broken':
      return md`broken: ${verification.why}`;
    default:
      return assertNever(verification);
  }
}

function lostMigrations(known: Backup | null, plan: Plan | null): Mrkdwn {
  if (known === null) return md`Godwit did not take this file: which migrations it holds is unknown.`;
  if (plan === null) return md`It holds ${count(known.history.length, 'migration')}.`;
  const applied = plan.history.filter(({ finished, rolledBack }) => finished && !rolledBack).map(({ name }) => name);
  return lostWords(lostNames(applied, known));
}

/** Applied migrations that the backup does not hold. */
export function lostNames(applied: readonly string[], { history }: Pick<Backup, 'history'>): readonly string[] {
  const held = new Set(history.map(({ name }) => name));
  return applied.filter((name) => !held.has(name));
}

export const lostWords = (names: readonly string[]): Mrkdwn =>
  names.length === 0
    ? md`It holds every migration that is applied now.`
    : md`${count(names.length, 'migration')} applied since then will be gone: ${nameList(names)}.`;

function warnings(plan: Plan | null): KnownBlock | null {
  if (plan === null || plan.warnings.length === 0) return null;
  const listed = plan.warnings.map((warning) => md`• ${sentence(warning)}`);
  return section(md`${bold('Please note')}\n${join(listed, '\n')}`);
}
