import { expect, it, vi } from 'vitest';
import type { Purpose, StepName } from '../../../src/domain/run.ts';
import { steps } from '../../../src/steps/registry.ts';
import type { StepContext } from '../../../src/steps/step.ts';
import { environment, plan, runningRun } from '../domain/samples.ts';

const purposes = {
  create: { kind: 'dev', name: 'add_vault' },
  reset: { kind: 'reset' },
  push: { kind: 'push', warnings: [], forceReset: false },
} as const satisfies Partial<Record<StepName, Purpose>>;
const names = ['create', 'reset', 'push'] as const;

async function taken(name: (typeof names)[number], purpose: Purpose, isProtected: boolean) {
  const [open, runTask] = [vi.fn(), vi.fn()];
  const context = {
    run: { ...runningRun(name), purpose, plan: plan() },
    environment: environment({ protected: isProtected, allow: ['dev', 'reset', 'push'] }),
    targets: { open },
    runTask,
  } as unknown as StepContext;
  const outcome = await steps[name](context);
  expect([open.mock.calls, runTask.mock.calls]).toEqual([[], []]);
  return outcome;
}

it.each(names)('%s touches nothing where the environment is protected by now', async (name) => {
  const outcome = await taken(name, purposes[name], true);
  expect(outcome).toMatchObject({ kind: 'failed', trouble: { code: 'not-allowed-here' } });
});

it('nothing is created without a name', async () => {
  expect(await taken('create', { kind: 'dev', name: null }, false)).toMatchObject({ kind: 'skipped' });
});
