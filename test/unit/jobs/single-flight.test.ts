import { expect, it } from 'vitest';
import { singleFlight } from '../../../src/jobs/single-flight.ts';

it('runs once at a time, and once more for everything that was asked meanwhile', async () => {
  const open: (() => void)[] = [];
  let running = 0;
  let runs = 0;
  const fly = singleFlight(
    async () => {
      runs += 1;
      running += 1;
      expect(running).toBe(1);
      await new Promise<void>((resolve) => open.push(resolve));
      running -= 1;
    },
    (error) => {
      throw error;
    },
  );
  const first = fly();
  const rest = [fly(), fly(), fly()];
  open.shift()?.();
  await first;
  await Promise.resolve();
  open.shift()?.();
  await Promise.all(rest);
  expect(runs).toBe(2);
});

it('tells of an error and can be called again', async () => {
  const errors: unknown[] = [];
  let fail = true;
  const fly = singleFlight(
    async () => {
      if (fail) throw new Error('away');
    },
    (error) => errors.push(error),
  );
  await fly();
  fail = false;
  await fly();
  expect(errors).toHaveLength(1);
});
