import type { Settings } from '../config/environment-variables.ts';
import { loadConfiguration } from '../config/load-configuration.ts';
import { formatProblem } from '../config/problem.ts';
import type { Configuration } from '../domain/environment.ts';
import { createQueues, type Queues } from '../jobs/queues.ts';
import type { Closing } from '../lib/closing.ts';
import type { Log } from '../ports/log.ts';
import { type OpenStore, openStore } from '../store/open-store.ts';
import type { Deps } from '../usecases/deps.ts';
import { systemClock } from './clock.ts';
import { StartRefused } from './start-refused.ts';

/** What every role stands on. */
export interface Base {
  readonly deps: Deps & { readonly store: OpenStore };
  readonly queues: Queues;
}

/** Reads the configuration; throws `StartRefused` with every problem at once. */
async function readConfigurationOrRefuse(path: string, log: Log): Promise<Configuration> {
  const read = await loadConfiguration(path);
  if (read.kind === 'invalid') throw new StartRefused(read.problems.map(formatProblem));
  for (const warning of read.warnings)
    log.warn({ problem: formatProblem(warning) }, 'the configuration has a doubtful place');
  return read.configuration;
}

/** Opens Godwit's own tables and the queues; throws `StartRefused` where the tables are not of this version. */
export async function openBase(settings: Settings, log: Log, stack: Closing): Promise<Base> {
  const configuration = await readConfigurationOrRefuse(settings.configurationPath, log);
  const store = stack.use(openStore({ databaseUrl: settings.databaseUrl.reveal(), log }));
  await refuseOtherSchema(store);
  await warnOfPower(store, log);
  const queues = stack.use(createQueues({ redisUrl: settings.redisUrl.reveal(), prefix: 'godwit', log }));
  return { deps: { store, clock: systemClock, log, configuration }, queues };
}

async function refuseOtherSchema(store: OpenStore): Promise<void> {
  const state = await store.schemaState();
  if (state.kind === 'current') return;
  throw new StartRefused(
    state.kind === 'older'
      ? [`Godwit's own tables are older than this version (missing: ${state.missing.join(', ')}). Run: godwit migrate`]
      : ["Godwit's own tables are newer than this version. Start the version that made them."],
  );
}

async function warnOfPower(store: OpenStore, log: Log): Promise<void> {
  if (!(await store.ownsAudit())) return;
  log.warn(
    { see: 'docs/security.md' },
    'DATABASE_URL has the power of an owner: whoever gets into this process could change the audit chain; give godwit migrate a DATABASE_OWNER_URL of its own',
  );
}
