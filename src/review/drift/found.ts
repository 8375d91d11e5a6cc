import type { Catalog } from '../catalog/model.ts';
import type { Promised } from './promised.ts';

/** The live database beside what its applied files promise, in words for people. */
export interface Drift {
  /** Promised, and absent or otherwise in the database; or added to a promised table. */
  readonly differences: readonly string[];
  /** In the database and made by no applied file, standing in nobody's way. */
  readonly undeclared: readonly string[];
  /** What of the files could not be followed: nothing is said about what it names. */
  readonly unsure: readonly string[];
}

/** Both sides of one comparison. */
export interface Sides {
  readonly promised: Promised;
  readonly live: Catalog;
}

/** Part of the drift, before the parts are put together. */
export type Found = Pick<Drift, 'differences' | 'undeclared'>;
