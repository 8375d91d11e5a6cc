import { hostname } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import type { Variables } from '../config/environment-variables.ts';
import { missingSecrets } from '../config/missing-secrets.ts';
import { formatProblem } from '../config/problem.ts';
import { secretReader } from '../config/read-secret.ts';
import { createTargets } from '../database/targets.ts';
import { consumeAll } from '../jobs/consume-all.ts';
import { maskingRemote } from '../jobs/masking-remote.ts';
import { maskingStore } from '../jobs/masking-store.ts';
import { work } from '../jobs/menu.ts';
import type { WorkerDeps } from '../jobs/worker-deps.ts';
import type { Closing } from '../lib/closing.ts';
import type { KnownSecrets } from '../lib/known-secrets.ts';
import type { Secret } from '../lib/secret.ts';
import { createRemote } from '../remote/create-remote.ts';
import type { Base } from './base.ts';
import { localEnvironment } from './local-environment.ts';
import { StartRefused } from './start-refused.ts';

/** Runs take minutes and wait mostly; looks are short. */
const concurrency = { remote: 20, looks: 20 } as const;

/** The role that works on hosts. Holds no token of Slack's. */
export async function startWorker(
  { deps: base, queues }: Base,
  { variables, secrets }: { readonly variables: Variables; readonly secrets: KnownSecrets },
  stack: Closing,
): Promise<void> {
  const readSecret = learning(secretReader(variables), secrets);
  const missing = missingSecrets(base.configuration, readSecret);
  if (missing.length > 0) throw new StartRefused(missing.map(formatProblem));
  const { log, store } = base;
  const hosts = stack.use(createRemote({ log, readSecret, localEnvironment: localEnvironment(variables) }));
  const remote = maskingRemote(hosts, secrets);
  const targets = stack.use(createTargets({ log, readSecret, learn: secrets.learn }));
  const worker = `${hostname()}-${process.pid}`;
  const masked = maskingStore(store, secrets.maskText);
  const deps: WorkerDeps = { ...base, store: masked, secrets, remote, targets, worker, pause: (ms) => pause(ms) };
  const handle = work(deps);
  const names = ['remote', 'looks'] as const;
  const taken = names.map((queue) => ({ queues, store, log, queue, concurrency: concurrency[queue], handle }));
  stack.use(await consumeAll(taken));
}

/** Whatever secret is read is masked from then on. */
function learning<Reference>(read: (reference: Reference) => Secret, { learn }: KnownSecrets) {
  return (reference: Reference): Secret => {
    const secret = read(reference);
    learn(secret);
    return secret;
  };
}
