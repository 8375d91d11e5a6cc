import { orphanedFile } from '../../domain/decide/file-settled.ts';
import type { WrittenMigration } from '../../domain/drift.ts';
import type { Environment } from '../../domain/environment.ts';
import type { RunId } from '../../domain/ids.ts';
import { lookAt } from '../../steps/look.ts';
import { removeMigration as removeFile } from '../../steps/migration-file.ts';
import { findEnvironment } from '../../usecases/situation.ts';
import { recordSettled } from '../../usecases/write-migration.ts';
import type { WorkerDeps } from '../worker-deps.ts';

/** Takes the file of a run that came to nothing away again; one that the history names ran, and stays. */
export async function removeMigration(deps: WorkerDeps, id: RunId): Promise<void> {
  const run = await deps.store.run(id);
  const wrote = run === null ? null : orphanedFile(run);
  const environment = run === null ? null : findEnvironment(deps, run.environment);
  if (wrote === null || environment === null) return;
  const state = await stateAfter(deps, environment, wrote);
  if (state.kind !== 'there') await recordSettled(deps, id, state);
}

async function stateAfter(
  deps: WorkerDeps,
  environment: Environment,
  wrote: WrittenMigration,
): Promise<WrittenMigration['state']> {
  const site = { environment, host: await deps.remote.host(environment.host), targets: deps.targets };
  const seen = await lookAt(site, async ({ history }) => history.some(({ name }) => name === wrote.name));
  if (seen.kind === 'unseen') return { kind: 'left', why: `whether it ran could not be seen: ${seen.trouble.message}` };
  if (seen.value) return { kind: 'there' };
  const why = await removeFile(site, wrote);
  return why === null ? { kind: 'removed' } : { kind: 'left', why };
}
