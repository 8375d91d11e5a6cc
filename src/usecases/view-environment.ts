import type { Environment } from '../domain/environment.ts';
import { type Freeze, freezeHolds } from '../domain/freeze.ts';
import type { EnvironmentId, RunId } from '../domain/ids.ts';
import type { Run } from '../domain/run.ts';
import { type Opening, openAt } from '../domain/windows.ts';
import type { AppDeps } from './app-deps.ts';
import { shownEnvironment } from './situation.ts';
import { linkTo } from './view-run.ts';

/** What Godwit's own tables know about an environment now. */
export interface ViewedEnvironment {
  readonly environment: Environment;
  /** One that holds now. */
  readonly freeze: Freeze | null;
  /** Null: no windows are configured. */
  readonly window: Opening | null;
  /** The newest run that ended. */
  readonly lastRun: Run | null;
  /** Deploys that were done in an emergency and that nobody has reviewed. */
  readonly unreviewed: readonly Run[];
  readonly open: { readonly run: Run; readonly link: string | null } | null;
  /** The open run, where only a newer version of Godwit can read it. */
  readonly newer: RunId | null;
}

export async function viewEnvironment(deps: AppDeps, id: EnvironmentId): Promise<ViewedEnvironment> {
  const environment = shownEnvironment(deps, id);
  const [{ freeze, open, newer }, runs, unreviewed] = await Promise.all([
    deps.store.surroundings(id),
    deps.store.runs({ environment: id, limit: 10 }),
    deps.store.unreviewedRuns(id),
  ]);
  const now = deps.clock.now();
  const { windows } = environment.policy;
  return {
    environment,
    freeze: freeze !== null && freezeHolds(freeze, now) ? freeze : null,
    window: windows.length === 0 ? null : openAt(windows, now),
    lastRun: runs.find(({ state }) => state.kind === 'ended') ?? null,
    unreviewed,
    open: open === null ? null : { run: open, link: await linkTo(deps, open) },
    newer,
  };
}
