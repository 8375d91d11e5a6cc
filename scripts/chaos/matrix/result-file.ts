import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Made } from './made.ts';
import type { Row, Untried } from './rows.ts';

/** What a run of storms leaves: who made it when, how to repeat it, and a row a finding. */
export interface Result<R> extends Made {
  readonly rows: readonly R[];
}

/** What the runs of the matrix left together: each cell's row names the run that tried it. */
export interface Matrix {
  /** Those of which a row still stands, oldest first. */
  readonly runs: readonly Made[];
  /** Cells that could not be tried where they were last wanted. */
  readonly untried: readonly Untried[];
  readonly rows: readonly Row[];
}

export const matrixFile = 'docs/reliability/matrix.json';

export const readResult = <R>(file: string): R | null =>
  existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as R) : null;

/** One item of a list a line, so that a change of one cell is a change of one line. It is there whole or not at all. */
export function writeResult(file: string, result: object): void {
  const fields = Object.entries(result).map(([name, value]) => `  ${JSON.stringify(name)}: ${valueText(value)}`);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(`${file}.new`, `{\n${fields.join(',\n')}\n}\n`);
  renameSync(`${file}.new`, file);
}

const valueText = (value: unknown): string =>
  Array.isArray(value) && value.length > 0
    ? `[\n${value.map((item) => `    ${JSON.stringify(item)}`).join(',\n')}\n  ]`
    : JSON.stringify(value);
