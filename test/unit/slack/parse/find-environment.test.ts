import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { EnvironmentId } from '../../../../src/domain/ids.ts';
import { nearest, slipsBetween } from '../../../../src/lib/nearest.ts';
import { findEnvironment } from '../../../../src/slack/parse/find-environment.ts';

const ids = [
  'gold-factory/staging',
  'gold-factory/production',
  'billing/production',
  'billing/proto',
] as EnvironmentId[];
const found = (environment: string) => ({ kind: 'found', environment });

describe('which environment was meant', () => {
  test.each([
    ['gold-factory/production', 'gold-factory/production'],
    ['GOLD-FACTORY/Staging', 'gold-factory/staging'],
    ['staging', 'gold-factory/staging'],
    ['“staging”', 'gold-factory/staging'],
    ['st', 'gold-factory/staging'],
    ['proto', 'billing/proto'],
    ['gold-factory/p', 'gold-factory/production'],
    ['billing/prod', 'billing/production'],
  ])('%j is %j', (typed, environment) => {
    expect(findEnvironment(typed, ids)).toEqual(found(environment));
  });

  test.each([
    ['production', ['gold-factory/production', 'billing/production']],
    ['pro', ['gold-factory/production', 'billing/production', 'billing/proto']],
    ['billing', ['billing/production', 'billing/proto']],
  ])('%j could be several', (typed, candidates) => {
    expect(findEnvironment(typed, ids)).toEqual({
      kind: 'refused',
      refusal: { code: 'ambiguous-environment', typed, candidates },
    });
  });

  test.each([
    ['stagign', 'gold-factory/staging'],
    ['billing/prodution', 'billing/production'],
    ['moon', null],
    ['', null],
  ])('%j is unknown, nearest %j, and never guessed', (typed, near) => {
    expect(findEnvironment(typed, ids)).toEqual({
      kind: 'refused',
      refusal: { code: 'unknown-environment', typed, nearest: near, known: ids },
    });
  });

  test('an exact name wins over those that begin with it', () => {
    expect(findEnvironment('prod', ['a/prod', 'a/production'] as EnvironmentId[])).toEqual(found('a/prod'));
  });

  test('what is found is always one that was typed in part', () => {
    const name = fc.stringMatching(/^[a-z]{1,6}$/);
    const id = fc.tuple(name, name).map(([project, environment]) => `${project}/${environment}` as EnvironmentId);
    fc.assert(
      fc.property(fc.uniqueArray(id, { maxLength: 6 }), name, (environments, typed) => {
        const result = findEnvironment(typed, environments);
        if (result.kind === 'refused') return;
        const { environment } = result;
        expect(environments).toContain(environment);
        expect(environment.startsWith(typed) || environment.includes(`/${typed}`)).toBe(true);
      }),
    );
  });
});

describe('slips', () => {
  test.each([
    ['deploy', 'deploy', 0],
    ['deplyo', 'deploy', 1],
    ['dploy', 'deploy', 1],
    ['deplooy', 'deploy', 1],
    ['seploy', 'deploy', 1],
    ['', 'abc', 3],
  ])('%j to %j are %i', (a, b, slips) => {
    expect(slipsBetween(a, b)).toBe(slips);
  });

  test('count the same in both directions, and none only between equals', () => {
    const word = fc.string({ maxLength: 8 });
    fc.assert(
      fc.property(word, word, (a, b) => {
        expect(slipsBetween(a, b)).toBe(slipsBetween(b, a));
        expect(slipsBetween(a, b) === 0).toBe(a === b);
      }),
    );
  });

  test('in short words only one is forgiven', () => {
    expect(nearest('rum', ['run'])).toBe('run');
    expect(nearest('ram', ['run'])).toBeNull();
  });
});
