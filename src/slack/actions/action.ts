import type { EnvironmentId, RunId } from '../../domain/ids.ts';
import type { Press } from '../../usecases/press-card.ts';
import type { Exchange } from '../exchange.ts';

/** A press on a button, with what the button carries. */
export interface Pressed extends Exchange {
  readonly value: string;
  /** The modal that it was pressed in; null on a message. */
  readonly viewId: string | null;
  /** For what is looked up once the press is acknowledged, and before Slack is asked for a dialog: few at once. */
  readonly inTurn: <T>(look: () => Promise<T>) => Promise<T>;
}

export type Handler = (pressed: Pressed) => Promise<void>;

/** A press on a card of a run. */
export const onRun = ({ value, by, trigger }: Pressed): Press => ({ run: value as RunId, by, delivery: trigger });

/** The environment that a button is about; null where the configuration no longer has it. */
export const environmentOf = ({ value, deps }: Pressed): EnvironmentId | null =>
  deps.configuration.environments.find(({ id }) => id === value)?.id ?? null;
