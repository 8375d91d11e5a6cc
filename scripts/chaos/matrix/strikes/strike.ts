import type { RunId } from '../../../../src/domain/ids.ts';
import type { StepName } from '../../../../src/domain/run.ts';
import type { Ground } from '../ground/ground.ts';

/** What is hit, and the runs that stand at their steps meanwhile. */
export interface Struck {
  readonly ground: Ground;
  readonly held: readonly { readonly run: RunId; readonly step: StepName }[];
  /** Lets everybody go on who is held. */
  readonly openDoors: () => Promise<void>;
  /** Resolves when none of these runs is open any more, after so many milliseconds at the latest. */
  readonly ended: (atMostMs: number) => Promise<void>;
}

/** Does it, lets the runs go on, and mends what a person would mend. */
export type Strike = (struck: Struck) => Promise<void>;
