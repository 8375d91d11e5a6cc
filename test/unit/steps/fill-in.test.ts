import { describe, expect, it } from 'vitest';
import { fillIn } from '../../../src/steps/fill-in.ts';

describe('fillIn', () => {
  it('keeps arguments whole, whatever the value holds', () => {
    expect(fillIn(['./backup.sh', '{env}', '--label={label}'], { env: 'a b; rm -rf /', label: '$(id)' })).toEqual([
      './backup.sh',
      'a b; rm -rf /',
      '--label=$(id)',
    ]);
  });

  it('leaves words that it does not know, also those that every object has', () => {
    expect(fillIn(['{other}', '{constructor}', '{}'], { env: 'x' })).toEqual(['{other}', '{constructor}', '{}']);
  });

  it('does not fill in what it filled in', () => {
    expect(fillIn(['{env}{label}'], { env: '{label}', label: '{env}' })).toEqual(['{label}{env}']);
  });
});
