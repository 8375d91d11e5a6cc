import { describe, expect, it } from 'vitest';
import { resolveTrouble } from '../../../src/prisma-cli/read-resolve.ts';
import { logged } from './fixture.ts';

describe('what prisma migrate resolve says', () => {
  it.each([
    ['resolve-already-applied', 'already-applied', 'P3008'],
    ['resolve-never-applied', 'never-applied', 'P3011'],
    ['resolve-not-failed', 'not-failed', 'P3012'],
    ['resolve-unknown', 'unknown-migration', null],
  ] as const)('%s is %s', (fixture, code, prisma) => {
    const trouble = resolveTrouble(logged(fixture), '20240101_x');
    expect(trouble).toMatchObject({ code });
    expect(trouble?.message).toContain('20240101_x');
    expect(trouble?.facts.map(({ value }) => value)).toEqual(prisma === null ? [] : [prisma]);
  });

  it.each(['resolve-applied', 'resolve-rolled-back'])('%s is no trouble', (fixture) => {
    expect(resolveTrouble(logged(fixture), 'x')).toBeNull();
  });

  it('keeps what it has no words of its own for', () => {
    expect(resolveTrouble(logged('deploy-lock-held'), 'x')).toMatchObject({ code: 'migration-lock-held' });
  });
});
