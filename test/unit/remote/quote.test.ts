import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exportVariable, programLine, quote, quoteAll } from '../../../src/remote/quote.ts';

const shells: readonly (readonly [string, ...string[]])[] = [['sh'], ['dash'], ['bash'], ['bash', '--posix']];

/** Anything that an argument can hold, with many of the characters that mean something to a shell. */
const word = fc
  .oneof(
    fc.string({ unit: 'grapheme' }),
    fc.string({ unit: fc.constantFrom(...'\'"\\$`!*?[]{}()<>|&;~# \t\r\n=-%a'.split('')) }),
  )
  .map((text) => text.replaceAll('\0', ''));

/** Starting a shell is slow: each takes many words at once. */
const words = fc.array(word, { minLength: 300, maxLength: 400, size: 'max' });

describe.each(shells)('quoting for %s %s', (shell, ...flags) => {
  const read = (line: string) =>
    execFileSync(shell, [...flags, '-c', line], { encoding: 'utf8', maxBuffer: 1e8, stdio: 'pipe' });

  it('gives every word back as it was', () => {
    const property = fc.property(words, (all) => {
      expect(read(quoteAll(['printf', '%s\\0', ...all]))).toBe(all.map((one) => `${one}\0`).join(''));
    });
    fc.assert(property, { numRuns: 3, endOnFailure: true });
  });

  it('gives every value of a variable back as it was, also through eval', () => {
    const property = fc.property(words, (values) => {
      const lines = values.map((value) => `${exportVariable('VALUE', value)}\nprintf '%s\\0' "$VALUE"`);
      expect(read(`eval ${quote(lines.join('\n'))}`)).toBe(values.map((one) => `${one}\0`).join(''));
    });
    fc.assert(property, { numRuns: 3, endOnFailure: true });
  });

  it('hands parameters to a program', () => {
    const line = programLine('printf "%s|" "$0" "$@"', ['', "it's", '$HOME\n']);
    expect(read(line)).toBe("godwit||it's|$HOME\n|");
  });
});

it('refuses what no shell can hold', () => {
  expect(() => quote('a\0b')).toThrow('NUL');
  expect(() => exportVariable('A;id', 'x')).toThrow('no name');
  expect(() => exportVariable('', 'x')).toThrow('no name');
});
