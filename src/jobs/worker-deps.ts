import type { KnownSecrets } from '../lib/known-secrets.ts';
import type { Remote } from '../ports/remote.ts';
import type { Targets } from '../ports/target.ts';
import type { Deps } from '../usecases/deps.ts';

/** What a worker works with, besides what every usecase has. */
export interface WorkerDeps extends Deps {
  readonly remote: Remote;
  readonly targets: Targets;
  /** What this worker has seen that is secret. */
  readonly secrets: KnownSecrets;
  /** This process, on the claims that it takes. */
  readonly worker: string;
  readonly pause: (ms: number) => Promise<void>;
}
