import { expect, it } from 'vitest';
import { turns } from '../../../src/lib/turns.ts';

it('takes one of a key after the other, also behind one that broke, and waits for no other key', async () => {
  const { take: inTurn, isTaken } = turns();
  const seen: string[] = [];
  let endFirst: () => void = () => undefined;
  const first = inTurn('run', async () => {
    seen.push('first begins');
    await new Promise<void>((resolve) => {
      endFirst = resolve;
    });
    seen.push('first ends');
    throw new Error('away');
  });
  const second = inTurn('run', async () => seen.push('second'));
  await inTurn('another', async () => seen.push('another'));
  expect(seen).toEqual(['first begins', 'another']);
  expect([isTaken('run'), isTaken('third')]).toEqual([true, false]);
  endFirst();
  await expect(first).rejects.toThrow('away');
  await second;
  await new Promise(setImmediate);
  expect(isTaken('run')).toBe(false);
  expect(seen).toEqual(['first begins', 'another', 'first ends', 'second']);
});
