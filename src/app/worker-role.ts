import { hostname } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import type { Variables } from '../config/environment-variables.ts';
import { missingSecrets } from '../config/missing-secrets.ts';
import { formatProblem } from '../config/problem.ts';
import { secretReader } from '../config/read-secret.ts';
import { createTargets } from '../database/targets.ts';
import { consumeAll } from '../jobs/consume-all.ts';
import { work } from '../jobs/menu.ts';
import type { WorkerDeps } from '../jobs/worker-deps.ts';
import type { Closing } from '../lib/closing.ts';
import { createRemote } from '../remote/create-remote.ts';
import type { Base } from './base.ts';
import { StartRefused } from './start-refused.ts';

/** Runs take minutes and wait mostly; looks are short. */
const concurrency = { remote: 20, looks: 20 } as const;

/** The role that works on hosts. Holds no token of Slack's. */
export async function startWorker({ deps: base, queues }: Base, variables: Variables, stack: Closing): Promise<void> {
  const readSecret = secretReader(variables);
  const missing = missingSecrets(base.configuration, readSecret);
  if (missing.length > 0) throw new StartRefused(missing.map(formatProblem));
  const { log, store } = base;
  const remote = stack.use(createRemote({ log, readSecret, localEnvironment: localEnvironment(variables) }));
  const targets = stack.use(createTargets({ log, readSecret }));
  const worker = `${hostname()}-${process.pid}`;
  const deps: WorkerDeps = { ...base, remote, targets, worker, pause: (ms) => pause(ms) };
  const handle = work(deps);
  const names = ['remote', 'looks'] as const;
  const taken = names.map((queue) => ({ queues, store, log, queue, concurrency: concurrency[queue], handle }));
  stack.use(await consumeAll(taken));
}

/** Commands on Godwit's own machine see what a login would give them, and none of Godwit's own secrets. */
function localEnvironment(variables: Variables): Readonly<Record<string, string>> {
  const handedOn = ['PATH', 'HOME', 'USER', 'LOGNAME', 'LANG', 'TZ', 'SHELL', 'XDG_STATE_HOME', 'SSH_AUTH_SOCK'];
  return Object.fromEntries(
    handedOn.flatMap((name) => (variables[name] === undefined ? [] : [[name, variables[name]]])),
  );
}
