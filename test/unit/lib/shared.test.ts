import { expect, it } from 'vitest';
import { shared } from '../../../src/lib/shared.ts';

it('asks once for all who ask while the answer is on its way', async () => {
  const asked: string[] = [];
  const ask = shared(async (key: string) => `${key}${asked.push(key)}`);
  expect(await Promise.all([ask('a'), ask('b'), ask('a')])).toEqual(['a1', 'b2', 'a1']);
  expect(await ask('a')).toBe('a3');
});

it('lets nobody wait for a call that broke', async () => {
  const ends = [Promise.reject(new Error('away')), Promise.resolve('there')];
  const ask = shared(async () => ends.shift());
  const both = await Promise.allSettled([ask('a'), ask('a')]);
  expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect(await ask('a')).toBe('there');
});
