import type { Remote } from '../ports/remote.ts';
import type { Targets } from '../ports/target.ts';
import type { Deps } from '../usecases/deps.ts';

/** What a worker works with, besides what every usecase has. */
export interface WorkerDeps extends Deps {
  readonly remote: Remote;
  readonly targets: Targets;
  /** This process, on the claims that it takes. */
  readonly worker: string;
  readonly pause: (ms: number) => Promise<void>;
}
