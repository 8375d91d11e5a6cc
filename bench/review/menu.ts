import type { ReviewMeasure } from './measure.ts';
import { largeSchema } from './measures/large-schema.ts';
import { liveCatalog } from './measures/live-catalog.ts';
import { longFile } from './measures/long-file.ts';
import { longHistory } from './measures/long-history.ts';
import { manyFiles } from './measures/many-files.ts';
import { warmFile } from './measures/warm-file.ts';

/** Every row of the table, in its order. */
export const menu: readonly ReviewMeasure[] = [manyFiles, warmFile, largeSchema, liveCatalog, longFile, longHistory];
