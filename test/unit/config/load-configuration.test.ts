import { describe, expect, it } from 'vitest';
import { loadConfiguration } from '../../../src/config/load-configuration.ts';

describe('loadConfiguration', () => {
  it('reads the file', async () => {
    expect((await loadConfiguration('godwit.example.yml')).kind).toBe('valid');
  });

  it('tells of a file that is not there', async () => {
    expect(await loadConfiguration('/nowhere/godwit.yml')).toEqual({
      kind: 'invalid',
      problems: [{ path: '', message: 'reading /nowhere/godwit.yml: ENOENT' }],
    });
  });
});
