import { expect, it } from 'vitest';
import { unlessEnding } from '../../../../src/jobs/remote/hand-over.ts';

const never = new Promise<string>(() => undefined);
const ended = () => {
  const ending = new AbortController();
  ending.abort(new Error('the process is ending'));
  return ending.signal;
};

it('is the end of the work while nothing ends', async () => {
  const going = new AbortController().signal;
  expect(await unlessEnding(Promise.resolve('done'), going, 0)).toBe('done');
  await expect(unlessEnding(Promise.reject(new Error('broke')), going, 0)).rejects.toThrow('broke');
});

it('lets short work end, also when the process is ending', async () => {
  expect(await unlessEnding(Promise.resolve('done'), ended(), 60_000)).toBe('done');
});

it('gives up work that goes on, whenever the process is asked to end', async () => {
  await expect(unlessEnding(never, ended(), 0)).rejects.toThrow('the process is ending');
  const ending = new AbortController();
  const given = unlessEnding(never, ending.signal, 0);
  ending.abort(new Error('asked later'));
  await expect(given).rejects.toThrow('asked later');
});
