import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Row } from './rows.ts';

/** What a run of chaos leaves: who made it when, how to repeat it, and a row a finding. */
export interface Result<R> {
  /** ISO 8601. */
  readonly madeAt: string;
  /** Node's version: `v20.19.0`. */
  readonly node: string;
  readonly command: string;
  readonly seconds: number;
  readonly rows: readonly R[];
}

export const matrixFile = 'docs/reliability/matrix.json';

export const readResult = <R = Row>(file: string): Result<R> | null =>
  existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Result<R>) : null;

/** One row a line, so that a change of one cell is a change of one line. It is there whole or not at all. */
export function writeResult<R>(file: string, { rows, ...head }: Result<R>): void {
  const fields = Object.entries(head).map(([name, value]) => `  ${JSON.stringify(name)}: ${JSON.stringify(value)},\n`);
  const lines = rows.map((row) => `    ${JSON.stringify(row)}`).join(',\n');
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(`${file}.new`, `{\n${fields.join('')}  "rows": [\n${lines}\n  ]\n}\n`);
  renameSync(`${file}.new`, file);
}
