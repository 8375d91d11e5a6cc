import type { DriftLook } from '../domain/gates/gate.ts';
import type { HistoryRow } from '../domain/migration.ts';
import type { Plan } from '../domain/run.ts';
import { type Trouble, trouble } from '../domain/trouble.ts';
import { statusCommand } from '../prisma-cli/commands.ts';
import { troubleOfFailure } from '../prisma-cli/failure-trouble.ts';
import { readStatus } from '../prisma-cli/read-status.ts';
import { lookForDrift } from './drift.ts';
import { type Look, lookAt } from './look.ts';
import { done, failed, type Step, type StepContext } from './step.ts';
import { commandTrouble } from './task-trouble.ts';

/**
 * After the deploy: Prisma's own status and the history agree that nothing is pending, what was applied is the receipt, and
 * the database is as its files promise: every index valid, every constraint validated that they say is.
 */
export const verify: Step = async (context) => {
  const { plan } = context.run;
  if (plan === null) return failed(trouble('internal', 'This run has no plan.'));
  const [looked, word] = await Promise.all([
    lookAt(context, async (look, session) => ({
      look,
      drift: await lookForDrift(look, session, () => context.targets.catalog(session)),
    })),
    prismaWord(context),
  ]);
  if (looked.kind === 'unseen') return failed(looked.trouble);
  const { look, drift } = looked.value;
  const problem =
    appliedTrouble(plan, look.history) ??
    pendingTrouble(look) ??
    word ??
    promiseTrouble(drift, differencesBefore(plan));
  if (problem !== null) return failed(problem);
  return done(`history and Prisma agree, nothing pending${drift.kind === 'compared' ? ', tables as promised' : ''}`, 0);
};

/** What was otherwise before already, people knew when they approved. */
const differencesBefore = ({ gates }: Plan): readonly string[] =>
  gates.filter(({ id }) => id === 'drift').flatMap(({ details }) => details);

/** What the applied files promise and the database does not have. Where it could not be compared nothing is said. Pure. */
export function promiseTrouble(drift: DriftLook, before: readonly string[]): Trouble | null {
  if (drift.kind !== 'compared') return null;
  const since = drift.differences.filter((one) => !before.includes(one));
  if (since.length === 0) return null;
  return trouble(
    'not-as-promised',
    'Every migration is applied, and the database is not as they make it.',
    since.slice(0, namedDifferences).map((value) => ({ label: 'Difference', value })),
  );
}

const namedDifferences = 5;

/** Every file of the receipt is in the history, finished, byte for byte. Pure. */
export function appliedTrouble(plan: Plan, history: readonly HistoryRow[]): Trouble | null {
  const rowOf = (name: string) => history.findLast((row) => row.name === name && row.rolledBackAt === null);
  const differing = plan.pending.filter(({ name, sha256 }) => (rowOf(name)?.checksum ?? sha256) !== sha256);
  if (differing.length > 0) {
    const names = differing.map(({ name }) => name).join(', ');
    return trouble(
      'applied-differs',
      `What was applied is not what was approved: ${names}. Look at the database before anything else.`,
    );
  }
  const before = new Set(plan.history.map(({ name }) => name));
  const approved = new Set(plan.pending.map(({ name }) => name));
  const strangers = history.filter(({ name }) => !before.has(name) && !approved.has(name)).map(({ name }) => name);
  if (strangers.length === 0) return null;
  return trouble('applied-differs', `More was applied than was approved: ${strangers.join(', ')}.`);
}

function pendingTrouble({ comparison: { pending, failed: unfinished } }: Look): Trouble | null {
  const left = [...pending, ...unfinished];
  return left.length === 0 ? null : trouble('still-pending', `Still not applied: ${left.join(', ')}.`);
}

async function prismaWord({ environment, host }: StepContext): Promise<Trouble | null> {
  const argv = statusCommand(environment);
  const exit = await host.exec({ argv, directory: environment.directory, stdin: null, timeLimitMs: 60_000 });
  if (exit.kind !== 'exited') return commandTrouble(exit, { name: 'prisma migrate status', code: 'prisma-refused' });
  const { verdict } = readStatus(exit);
  if (verdict.kind === 'up-to-date') return null;
  if (verdict.kind === 'refused') return troubleOfFailure(verdict.failure);
  return trouble('still-pending', 'Prisma says that the database is not up to date.');
}
