import type { Settings, Variables } from '../config/environment-variables.ts';
import { heldSecrets } from '../config/held-secrets.ts';
import { formatProblem } from '../config/problem.ts';
import type { Configuration } from '../domain/environment.ts';
import { startDriftWatch } from '../jobs/drift-watch.ts';
import { startReaper } from '../jobs/reaper.ts';
import { startRelay } from '../jobs/relay.ts';
import { startSweeper } from '../jobs/sweeper.ts';
import { Closing } from '../lib/closing.ts';
import type { KnownSecrets } from '../lib/known-secrets.ts';
import type { Log } from '../ports/log.ts';
import { releaseRun } from '../usecases/execute-run.ts';
import { wakeRun } from '../usecases/wake-run.ts';
import { lookAtDriftWhenDue } from '../usecases/watch-drift.ts';
import { withdrawOrphans } from '../usecases/withdraw-orphans.ts';
import { openBase } from './base.ts';
import { healthRoutes, type Part, serve } from './health.ts';
import { StartRefused } from './start-refused.ts';

/** A running Godwit. Disposing of it hands everything over: what runs on hosts goes on, and another copy takes it up. */
export interface Started extends AsyncDisposable {
  readonly port: number;
}

/** Starts one role, or both in one process. Throws `StartRefused` with every reason, and has then left nothing running. */
export async function start(
  settings: Settings,
  variables: Variables,
  { log, secrets }: { readonly log: Log; readonly secrets: KnownSecrets },
): Promise<Started> {
  await using opening = new Closing();
  const parts: Part[] = [];
  const routes = healthRoutes(() => parts);
  const base = await openBase(settings, log, opening);
  const { deps, queues } = base;
  // A newer version may have added to the tables; what this one needs of them stays.
  parts.push({ name: 'postgres', ready: async () => (await deps.store.schemaState()).kind !== 'older' });
  parts.push({ name: 'redis', ready: () => queues.redis.status === 'ready' });
  const { host, port, slack, role } = settings;
  if (role === 'app') refuseHostSecrets(deps.configuration, variables);
  else await (await workerRole()).startWorker(base, { variables, secrets }, opening);
  const app = role === 'worker' || slack === null ? null : { slack, port, host, routes };
  const listener = app === null ? null : await (await appRole()).startApp(base, app, opening);
  if (listener !== null) parts.push({ name: 'slack', ready: listener.ready });
  const health = listener?.port == null ? opening.use(await serve(routes, { port, host })) : null;
  await withdrawOrphans(deps);
  opening.use(await startRelay({ store: deps.store, queues, log, now: deps.clock.now }));
  opening.use(
    startReaper({
      store: deps.store,
      log,
      now: deps.clock.now,
      onSilent: (silent) => releaseRun(deps, silent),
      onDue: (run) => wakeRun(deps, run),
    }),
  );
  const { environments } = deps.configuration;
  opening.use(startDriftWatch({ environments, log, look: (environment) => lookAtDriftWhenDue(deps, environment) }));
  opening.use(startSweeper({ store: deps.store, log, now: deps.clock.now }));
  const running = opening.move();
  return { port: listener?.port ?? health?.port ?? port, [Symbol.asyncDispose]: () => running[Symbol.asyncDispose]() };
}

/**
 * A role loads what it works with: the app no SSH, the worker no Slack, and each is up a quarter sooner. They stand
 * outside `start`: next to `await using` the compiler leaves an import's `.ts` as it is.
 */
const workerRole = () => import('./worker-role.ts');
const appRole = () => import('./app-role.ts');

function refuseHostSecrets(configuration: Configuration, variables: Variables): void {
  const held = heldSecrets(configuration, variables);
  if (held.length > 0) throw new StartRefused(held.map(formatProblem));
}
