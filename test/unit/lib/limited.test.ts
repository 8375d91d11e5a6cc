import { expect, it } from 'vitest';
import { limited } from '../../../src/lib/limited.ts';

/** Works that end when they are told to. */
function works() {
  const begun: string[] = [];
  const ends = new Map<string, (broken?: Error) => void>();
  const work = (name: string) => () =>
    new Promise<string>((resolve, reject) => {
      begun.push(name);
      ends.set(name, (broken) => (broken === undefined ? resolve(name) : reject(broken)));
    });
  return { begun, work, end: (name: string, broken?: Error) => ends.get(name)?.(broken) };
}

it('lets so many run at once, and the others in the order in which they came', async () => {
  const { begun, work, end } = works();
  const atMostTwo = limited(2);
  const [a, b, c, d] = ['a', 'b', 'c', 'd'].map((name) => atMostTwo(work(name)));
  expect(begun).toEqual(['a', 'b']);
  end('b');
  expect(await b).toBe('b');
  await Promise.resolve();
  expect(begun).toEqual(['a', 'b', 'c']);
  for (const name of ['a', 'c']) end(name);
  expect(await Promise.all([a, c])).toEqual(['a', 'c']);
  expect(begun).toEqual(['a', 'b', 'c', 'd']);
  end('d');
  expect(await d).toBe('d');
});

it('gives the place of one that broke to the next', async () => {
  const { begun, work, end } = works();
  const one = limited(1);
  const [a, b] = [one(work('a')), one(work('b'))];
  end('a', new Error('away'));
  await expect(a).rejects.toThrow('away');
  expect(begun).toEqual(['a', 'b']);
  end('b');
  expect(await b).toBe('b');
});
