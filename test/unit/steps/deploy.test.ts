import { expect, test, vi } from 'vitest';
import type { Launch, Targets } from '../../../src/ports/target.ts';
import { deploy } from '../../../src/steps/deploy.ts';
import type { StepContext, TaskPlan } from '../../../src/steps/step.ts';
import { environment, later, noon, plan, runningRun } from '../domain/samples.ts';
import { sum } from './samples.ts';

/** A deploy whose task is refused at once by the host's lock; what happened until then is handed back. */
async function deployWith(approved: StepContext['carried']['approved']) {
  const begun: TaskPlan[] = [];
  const looked: unknown[] = []; // before the task; the watch opens a session beside it
  const open = vi.fn(async () => ({ kind: 'trouble', trouble: { code: 'database-unreachable' }, project: null }));
  const launchCommand = (_: unknown, { settings, command }: Launch) => [JSON.stringify(settings), ...command];
  const receiptCommand = vi.fn((..._all: unknown[]) => ['look']);
  const context = {
    run: { ...runningRun('deploy'), plan: plan() },
    environment: { prisma: ['npx', 'prisma'], exec: [], limits: environment().limits },
    targets: { open, receiptCommand, launchCommand } as unknown as Targets,
    carried: { approved },
    now: () => noon,
    runTask: async (make: () => Promise<TaskPlan>) => {
      looked.push(...open.mock.calls);
      begun.push(await make());
      return { end: { kind: 'lock-lost', owner: null }, log: '', memo: null };
    },
  } as unknown as StepContext;
  return { outcome: await deploy(context), begun, looked, open, receiptCommand };
}

test('begins without another look where preflight saw files and history, and has them found again', async () => {
  const digests = { files: sum('1'), history: sum('2') };
  const rest = { concurrently: [], before: '7' };
  const { outcome, begun, looked, receiptCommand } = await deployWith({ ...digests, ...rest, seenAt: noon });
  expect(looked).toEqual([]);
  expect(receiptCommand.mock.calls[0]?.[1]).toEqual(digests);
  const [look, launch] = begun[0]?.commands.map(({ argv }) => argv) ?? [];
  expect(look).toEqual(['look']);
  expect(launch?.[0]).toBe('{"lock_timeout":2000}');
  expect(launch?.slice(-2)).toEqual(['migrate', 'deploy']);
  expect(outcome).toMatchObject({ kind: 'failed', trouble: { code: 'host-locked' } });
});

test('looks once more where the backup took long: tables may have grown', async () => {
  const seenAt = later(-61_000);
  const { outcome, begun, open } = await deployWith({
    ...{ files: sum('1'), history: sum('2'), seenAt },
    ...{ concurrently: [], before: '7' },
  });
  expect(open).toHaveBeenCalledOnce();
  expect(begun).toEqual([]);
  expect(outcome).toMatchObject({ kind: 'failed', trouble: { code: 'database-unreachable' } });
});

test('looks first where the worker took the run over, and begins nothing unseen', async () => {
  const { outcome, begun, open } = await deployWith(null);
  expect(open).toHaveBeenCalledOnce();
  expect(begun).toEqual([]);
  expect(outcome).toMatchObject({ kind: 'failed', trouble: { code: 'database-unreachable' } });
});

test('has a concurrent build wait for locks as long as it takes', async () => {
  const { begun } = await deployWith({
    ...{ files: sum('1'), history: sum('2'), seenAt: noon },
    ...{ concurrently: ['20260101000000_index'], before: '7' },
  });
  expect(begun[0]?.commands[1]?.argv[0]).toBe('{"lock_timeout":0}');
});
