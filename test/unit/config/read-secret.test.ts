import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SecretMissing, secretReader } from '../../../src/config/read-secret.ts';

describe('secretReader', () => {
  let directory = '';
  beforeAll(() => {
    directory = mkdtempSync(join(tmpdir(), 'godwit-secret-'));
  });
  afterAll(() => rmSync(directory, { recursive: true }));

  const read = secretReader({ WORD: 'hunter2', EMPTY: '' });
  const file = (content: string): string => {
    const path = join(directory, 'secret');
    writeFileSync(path, content);
    return read({ from: 'file', path }).reveal();
  };

  it('reads a variable', () => {
    expect(read({ from: 'env', name: 'WORD' }).reveal()).toBe('hunter2');
  });

  it('reads a file without its last newline, and again after it was replaced', () => {
    expect(file('one\n')).toBe('one');
    expect(file('two\r\n')).toBe('two');
    expect(file(' three \n\n')).toBe(' three \n');
  });

  it('says what is missing', () => {
    expect(() => read({ from: 'env', name: 'EMPTY' })).toThrow(
      new SecretMissing('reading a secret: the variable EMPTY is not set'),
    );
    expect(() => read({ from: 'file', path: join(directory, 'none') })).toThrow(/none: ENOENT$/);
    expect(() => file('\n')).toThrow(/is empty$/);
  });
});
