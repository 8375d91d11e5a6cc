import { describe, expect, it } from 'vitest';
import { compareSchema } from '../../../src/store/schema-state.ts';

const shipped = ['a', 'b'].map((name) => ({ name, checksum: `sum-${name}` }));
const row = (name: string, finished = true, checksum = `sum-${name}`) => ({ migration_name: name, checksum, finished });

describe('the state of the own tables', () => {
  it.each([
    ['nothing was applied', [], { kind: 'older', missing: ['a', 'b'] }],
    ['one is missing', [row('a')], { kind: 'older', missing: ['b'] }],
    ['one was begun and not finished', [row('a'), row('b', false)], { kind: 'older', missing: ['b'] }],
    ['all are there', [row('a'), row('b')], { kind: 'current' }],
    ['there is one more', [row('a'), row('b'), row('c')], { kind: 'newer' }],
    ['one has another text', [row('a'), row('b', true, 'other')], { kind: 'newer' }],
  ])('%s', (_name, applied, expected) => {
    expect(compareSchema(shipped, applied)).toEqual(expected);
  });
});
