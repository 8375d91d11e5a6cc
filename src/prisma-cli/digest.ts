import { createHash } from 'node:crypto';
import type { Sha256 } from '../domain/ids.ts';
import type { HistoryRow, MigrationFile } from '../domain/migration.ts';
import { canonicalJson, type Json } from '../lib/canonical-json.ts';

/** One row of the history, as far as a deploy depends on it: [name, checksum, finished, rolled back]. */
export type HistoryTuple = readonly [name: string, checksum: string, finished: boolean, rolledBack: boolean];

/** SHA-256 over the canonical JSON of [name, sha256] of all files, by name. */
export function filesDigest(files: readonly Pick<MigrationFile, 'name' | 'sha256'>[]): Sha256 {
  return digest(byText(files.map((file) => [file.name, file.sha256])));
}

/** SHA-256 over the canonical JSON of all rows as tuples, sorted, so that two equal start times do not matter. */
export function historyDigest(history: readonly Omit<HistoryRow, 'id' | 'startedAt' | 'logs'>[]): Sha256 {
  return digest(byText(history.map(historyTuple)));
}

/** A row as far as a deploy depends on it. */
export const historyTuple = (row: Omit<HistoryRow, 'id' | 'startedAt' | 'logs'>): HistoryTuple => [
  row.name,
  row.checksum,
  row.finishedAt !== null,
  row.rolledBackAt !== null,
];

/** Sorted by their JSON, code unit by code unit: the same in every locale. */
function byText<Tuple extends readonly (string | boolean)[]>(tuples: readonly Tuple[]): readonly Tuple[] {
  return tuples.toSorted((a, b) => (canonicalJson(a) < canonicalJson(b) ? -1 : 1));
}

function digest(value: Json): Sha256 {
  return createHash('sha256').update(canonicalJson(value)).digest('hex') as Sha256;
}
