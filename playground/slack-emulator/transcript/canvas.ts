import type { Picked } from '../model.ts';
import type { Reader } from '../reading/reader.ts';

/** Where something is drawn: for whom, how wide, in colour or not, with what was picked so far. */
export interface Canvas {
  readonly reader: Reader;
  /** Columns. */
  readonly width: number;
  readonly colour: boolean;
  /** By `blockId/actionId`. */
  readonly picks: ReadonlyMap<string, Picked>;
  /** Errors under fields, by block id. */
  readonly errors: Readonly<Record<string, string>>;
}
