import type { BackupFile } from '../../domain/backup.ts';
import { scriptChoosesBackup } from '../../domain/environment.ts';
import type { EnvironmentId, InquiryId } from '../../domain/ids.ts';
import { inputIds } from '../../render/action-ids.ts';
import type { AppDeps } from '../../usecases/app-deps.ts';
import { requestRun } from '../../usecases/request-run.ts';
import { environmentOf } from '../../usecases/situation.ts';
import { type Handler, refuse, type Submitted, settle } from './view.ts';

/** Somebody chose a backup: a request with approvals, like a deploy. */
export const restore: Handler = async (submitted) => {
  const { deps, by, trigger } = submitted;
  const chosen = await chosenBackup(submitted);
  if (chosen === null) return refuse(submitted, { code: 'press-unknown' });
  const { environment, backup } = chosen;
  const known = scriptChoosesBackup(environmentOf(deps, environment))
    ? undefined
    : await takenAs(deps, environment, backup);
  const purpose = { kind: 'restore' as const, backup, known: known ?? null };
  await settle(submitted, await requestRun(deps, { environment, purpose, by, delivery: trigger }));
};

/** What Godwit knows of the file, where it took it. Of a file that a script chooses by itself it knows nothing. */
const takenAs = async ({ store }: AppDeps, environment: EnvironmentId, backup: BackupFile) =>
  (await store.backups(environment)).find(({ path, bytes }) => path === backup.path && bytes === backup.bytes);

/** The choice is looked up in the list that the modal was made from: a path from outside is never taken at its word. */
async function chosenBackup({
  deps,
  metadata,
  input,
}: Submitted): Promise<{ environment: EnvironmentId; backup: BackupFile } | null> {
  const inquiry = await deps.store.inquiry((metadata.inquiry ?? '') as InquiryId);
  const finding = inquiry?.finding ?? null;
  if (finding?.kind !== 'backups' || 'code' in finding.report) return null;
  const { backups } = finding.report;
  const path = input(inputIds.backup).selected_option?.value;
  const listed = path === undefined ? backups[0] : backups.find((one) => one.path === path);
  if (listed === undefined) return null;
  const { bytes, modifiedAt } = listed;
  return { environment: finding.environment, backup: { path: listed.path, bytes, modifiedAt } };
}
