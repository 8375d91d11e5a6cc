import type { Argv } from '../domain/environment.ts';
import { done, failed, type Step, type StepContext, type StepOutcome } from './step.ts';
import { commandTrouble, taskTrouble } from './task-trouble.ts';

/** Stops the service, so that nothing writes while the database is restored. */
export const stop: Step = (context) =>
  serviceCommand(context, context.environment.service.stop, { name: 'Stopping the service', well: 'stopped' });

/** Starts the service again. */
export const start: Step = (context) =>
  serviceCommand(context, context.environment.service.start, { name: 'Starting the service', well: 'started' });

/**
 * Asks the service how it is until it is well, for at most half a minute; and three times at least where no answer came,
 * since each try may have gone over a connection that is lost and not known to be.
 */
export const health: Step = async (context) => {
  const { environment, host, now, pause } = context;
  const argv = environment.service.health;
  if (argv === null) return { kind: 'skipped', why: 'no health command is configured' };
  const deadline = now() + healthWaitMs;
  for (let tries = 1; ; tries++) {
    const exit = await host.exec({ argv, directory: environment.directory, stdin: null, timeLimitMs: 20_000 });
    const problem = commandTrouble(exit, { name: 'The health command', code: 'health-failed' });
    if (problem === null) return done('well', 0);
    const answered = exit.kind === 'exited' || exit.kind === 'signalled';
    if (now() >= deadline && (answered || tries >= 3))
      return failed({ ...problem, code: 'health-failed' }, exit.kind === 'exited' ? exit.code : null);
    await pause(1_000);
  }
};
const healthWaitMs = 30_000;

async function serviceCommand(
  context: StepContext,
  argv: Argv | null,
  words: { name: string; well: string },
): Promise<StepOutcome> {
  if (argv === null) return { kind: 'skipped', why: 'no command is configured' };
  const report = await context.runTask(async () => ({ commands: [{ argv, stdin: null, stdoutFile: null }] }));
  const problem = taskTrouble(report, { name: words.name, code: 'service-command-failed' }, context);
  if (problem === null) return done(words.well, 0);
  return failed(problem, report.end.kind === 'exited' ? report.end.code : null);
}
