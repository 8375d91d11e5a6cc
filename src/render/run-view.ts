import type { Environment } from '../domain/environment.ts';
import { restoreTouched } from '../domain/left-behind.ts';
import type { Readiness } from '../domain/readiness-types.ts';
import type { Run, Step } from '../domain/run.ts';
import type { Trouble, TroubleCode } from '../domain/trouble.ts';

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
    ({ name, state }) => (changing.includes(name) || name === 'restore' || name === 'resolve') && state.kind === 'done',
  );

/** The steps that change the database, besides a restore, which may come to nothing. */
const changing: readonly Step['name'][] = ['deploy', 'reset', 'push'];

/** With these a step ends before it began anything. */
const beforehand: readonly TroubleCode[] = [
  'warnings-changed',
  'not-allowed-here',
  'losses-unseen',
  'nothing-to-create',
];

/** Whether a step began that changes the database, whatever came of it. */
export const hasBegunToChange = (run: Run): boolean =>
  restoreTouched(run) || run.steps.some((step) => changing.includes(step.name) && began(step));

const began = ({ name, state }: Step): boolean =>
  state.kind !== 'pending' &&
  state.kind !== 'skipped' &&
  !(state.kind === 'failed' && (beforehand.includes(state.trouble.code) || droppedNothing(name, state.trouble)));

/** A reset that failed otherwise was proved to have left everything. */
const droppedNothing = (step: Step['name'], { code }: Trouble): boolean =>
  step === 'reset' && code !== 'reset-unfinished';

/** What was there before stands in the backup of this run. */
export const isDestroyed = ({ purpose }: Run): boolean => purpose.kind === 'reset' || purpose.kind === 'push';
