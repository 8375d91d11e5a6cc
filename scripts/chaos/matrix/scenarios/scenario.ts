import type { DemoHost, HostOptions } from '../../../../playground/hosts/host-layout.ts';
import type { Driver } from '../../../../playground/slack-emulator/driving/person.ts';
import type { Message, OpenView } from '../../../../playground/slack-emulator/model.ts';
import type { Run, StepName } from '../../../../src/domain/run.ts';

/** What a person has before them who asks for a run. */
export interface Asking {
  readonly host: DemoHost;
  readonly person: Driver;
  /** Types `/migrate <text>`. */
  readonly type: (text: string) => Promise<unknown>;
  /** The newest message that says every word. */
  readonly message: (...words: readonly string[]) => Promise<Message>;
  /** The person's dialog, once it says every word. */
  readonly dialog: (...words: readonly string[]) => Promise<OpenView>;
}

export type Target = 'before' | 'after' | 'between';

/** One kind of run, made ready so that it has something to do, asked for, and looked at from outside. */
export interface Scenario {
  readonly host: Pick<HostOptions, 'layout' | 'backup' | 'rollback'>;
  /** Brings a fresh host into the state in which this run has something to do. */
  readonly prepare: (host: DemoHost) => Promise<void>;
  readonly ask: (asking: Asking) => Promise<void>;
  /** Told `before` and `after` apart by the target alone; the run is there for what it claims to have left. */
  readonly target: (host: DemoHost, run: Run) => Promise<Target>;
  /** How the host's calls of each step begin that are counted; of other steps the traces of tasks are. */
  readonly counted: Partial<Readonly<Record<StepName, RegExp>>>;
}

export const targetOf = (isBefore: boolean, isAfter: boolean): Target =>
  isBefore === isAfter ? 'between' : isBefore ? 'before' : 'after';
