import type { Environment } from '../domain/environment.ts';
import type { Readiness } from '../domain/readiness-types.ts';
import type { Run, Step } from '../domain/run.ts';

/** Everything that messages about a run say, at one moment. */
export interface RunView {
  readonly run: Run;
  readonly environment: Environment;
  readonly readiness: Readiness;
  /** The environment that promotes from this one, offered after a success; null: none. */
  readonly promotesTo: Environment | null;
  /** Where the card stands, for messages elsewhere; null: not posted yet. */
  readonly link: string | null;
}

/** Names of the migrations that the run is to apply. */
export const pendingNames = ({ plan }: Run): readonly string[] => plan?.pending.map(({ name }) => name) ?? [];

/** The step that is being taken. */
export const currentStep = ({ steps }: Run): Step | null => steps.find(({ state }) => state.kind === 'running') ?? null;

/** Whether any step was taken. */
export const hasBegun = ({ steps }: Run): boolean => steps.some(({ state }) => state.kind !== 'pending');

/** Whether the deploy step is done: from then on the database is another one. */
export const hasDeployed = ({ steps }: Run): boolean =>
  steps.some(
    ({ name, state }) => (name === 'deploy' || name === 'restore' || name === 'resolve') && state.kind === 'done',
  );
