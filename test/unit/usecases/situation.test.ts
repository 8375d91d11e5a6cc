import { expect, it } from 'vitest';
import type { EnvironmentId } from '../../../src/domain/ids.ts';
import { environmentOf } from '../../../src/usecases/situation.ts';
import { stage } from './stage.ts';

it('a run of an environment that is no longer configured goes no further', async () => {
  const on = await stage();
  expect(() => environmentOf(on, 'gone/production' as EnvironmentId)).toThrow(
    'gone/production is not in the configuration any more',
  );
});
