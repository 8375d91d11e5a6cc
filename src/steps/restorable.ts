import type { BackupFile } from '../domain/backup.ts';
import { type Environment, scriptChoosesBackup } from '../domain/environment.ts';
import type { Purpose } from '../domain/run.ts';
import { type Trouble, trouble } from '../domain/trouble.ts';
import { checksumOf } from './backup.ts';
import { listBackups, listSafetyBackups } from './backup-listing.ts';
import type { StepContext } from './step.ts';
import { formOf, isDump, readPart, verifyFile } from './verify-backup.ts';

type At = Pick<StepContext, 'host' | 'environment'>;
type Restore = Extract<Purpose, { kind: 'restore' }>;

/** Null where the chosen file is there as it was chosen, and in a form that can be restored. A glance: nothing is read through. */
export async function glanceObjection(at: At, purpose: Restore): Promise<Trouble | null> {
  if (scriptChoosesBackup(at.environment)) return null;
  const present = await findBackup(at, purpose.backup.path);
  if (present === null) return trouble('backup-not-found', `${purpose.backup.path} is not there any more.`);
  if ('code' in present) return present;
  const { bytes, modifiedAt } = purpose.backup;
  if (present.bytes !== bytes || present.modifiedAt !== modifiedAt) {
    return trouble('backup-broken', `${present.path} was written over after it was chosen.`);
  }
  return at.environment.rollback === null ? loadObjection(at, present.path) : null;
}

/** As the glance, and the file is the one that was taken, and whole. Before the service is stopped for it. */
export async function restoreObjection(at: At, purpose: Restore): Promise<Trouble | null> {
  const atFirst = await glanceObjection(at, purpose);
  if (atFirst !== null || scriptChoosesBackup(at.environment)) return atFirst;
  const { path } = purpose.backup;
  if (purpose.known !== null) {
    const sum = await checksumOf(at, path);
    if (typeof sum !== 'string') return sum;
    if (sum !== purpose.known.sha256) {
      return trouble('backup-broken', `${path} is not the file that was taken: its checksum differs.`);
    }
  }
  const verification = await verifyFile(at, path);
  if (verification.kind === 'verified') return null;
  if (verification.kind === 'broken') return trouble('backup-broken', `${path} cannot be read: ${verification.why}.`);
  return mayBeUnverified(at.environment)
    ? null
    : trouble('backup-unverified', `Nobody can say whether ${path} is whole: ${verification.why}.`);
}

/** What only the team's own script can read it may try, where nothing is protected. */
const mayBeUnverified = ({ rollback, policy }: Environment): boolean => rollback !== null && !policy.protected;

/** A path is found in the lists, never taken at its word. */
async function findBackup(at: At, wanted: string): Promise<BackupFile | Trouble | null> {
  const [backups, safety] = await Promise.all([listBackups(at), listSafetyBackups(at)]);
  if ('code' in backups) return backups;
  if ('code' in safety) return safety;
  return [...backups, ...safety].find(({ path }) => path === wanted) ?? null;
}

/** Null where Godwit itself can load the file into one database. */
async function loadObjection(at: At, path: string): Promise<Trouble | null> {
  const form = await formOf(at, path);
  if (form === 'archive') return null;
  if (form === 'unreadable') return trouble('backup-not-found', `${path} cannot be read.`);
  const reader = form === 'gzip' ? 'gzip -dc -- "$1" 2>/dev/null' : 'cat -- "$1"';
  const head = await readPart(at, ['sh', '-c', `${reader} | head -c 200`, 'sh', path]);
  if (head === null || !isDump(head)) {
    return trouble('backup-unverified', `${path} is no dump of PostgreSQL's that Godwit can restore.`);
  }
  const switches = await readPart(at, ['sh', '-c', `${reader} | grep -c -m 1 '^.connect ' || true`, 'sh', path]);
  if (switches?.trim() === '0') return null;
  return trouble(
    'backup-unverified',
    `${path} chooses its own database (pg_dump --create or pg_dumpall): Godwit cannot restore it beside the present one.`,
  );
}
