import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { expect, test } from 'vitest';

const parser = fileURLToPath(new URL('../../../../src/review/parse/parser.ts', import.meta.url));

/** Parses for as long as makes V8 compile the grammar again, and then runs other WebAssembly as long: a loop of its own. */
const program = `
  const { loadParser } = await import(${JSON.stringify(parser)});
  const parse = await loadParser();
  const sql = 'ALTER TABLE a ADD COLUMN b int NOT NULL DEFAULT 1, ADD CHECK (b > 0);'.repeat(500);
  for (let round = 0; round < 40; round += 1) for (const _ of parse(sql));
  const loop = [0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 1, 127, 0, 3, 2, 1, 0, 7, 5, 1, 1, 102, 0, 0, 10, 16, 1, 14, 0,
    3, 64, 32, 0, 65, 1, 107, 34, 0, 13, 0, 11, 11];
  const { instance } = await WebAssembly.instantiate(new Uint8Array(loop));
  for (let round = 0; round < 40; round += 1) { instance.exports.f(10_000_000); await new Promise((next) => setImmediate(next)); }
`;

test('V8 compiles the grammar once, and what else runs in the process as often as ever', async () => {
  const argv = ['--trace-wasm-compilation-times', '--import', 'tsx', '--input-type=module', '--eval', program];
  const { stdout } = await execa(process.execPath, argv);
  const numbers = (by: string) =>
    [...stdout.matchAll(new RegExp(`#(\\d+) using ${by}`, 'g'))].map(([, number]) => Number(number));
  // The loop is the only function of its module; the grammar has hundreds, and what loads this file a few dozen.
  expect(numbers('Liftoff').filter((number) => number >= 100)).not.toEqual([]);
  expect(numbers('TurboFan').filter((number) => number >= 100)).toEqual([]);
  expect(numbers('TurboFan')).toContain(0);
}, 60_000);
