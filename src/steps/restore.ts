import { trouble } from '../domain/trouble.ts';
import { checksumOf } from './backup.ts';
import { fillIn } from './fill-in.ts';
import { restoreByRename } from './restore-by-rename.ts';
import { done, failed, type Step, type StepContext, type StepOutcome, type TaskPlan } from './step.ts';
import { taskTrouble } from './task-trouble.ts';

/** Restores the chosen backup: by the team's script with its answers, else into a new database that takes the old one's name. */
export const restore: Step = async (context) => {
  const { purpose } = context.run;
  if (purpose.kind !== 'restore') return failed(trouble('internal', 'This run restores nothing.'));
  if (purpose.known !== null) {
    const now = await checksumOf(context, purpose.backup.path);
    if (typeof now !== 'string') return failed(now);
    if (now !== purpose.known.sha256) {
      return failed(trouble('backup-broken', 'The backup file is not the one that was taken: its checksum differs.'));
    }
  }
  return context.environment.rollback === null
    ? restoreByRename(context, purpose.backup)
    : byScript(context, purpose.backup.path);
};

async function byScript(context: StepContext, backup: string): Promise<StepOutcome> {
  const { environment } = context;
  const { command, answers } = environment.rollback ?? { command: [], answers: [] };
  const plan = async (): Promise<TaskPlan> => ({
    commands: [{ argv: fillIn(command, { env: environment.name, backup }), stdin: null, stdoutFile: null }],
    environment: { GODWIT_BACKUP: backup },
  });
  const report = await context.runTask(plan, { answers });
  const question = questionOf(report.memo);
  if (question !== null)
    return failed(
      trouble('question-unanswered', `The script asked something that no answer is configured for: ${question}`),
    );
  const problem = taskTrouble(report, { name: 'The rollback script', code: 'restore-failed' }, context);
  if (problem !== null) return failed(problem, report.end.kind === 'exited' ? report.end.code : null);
  const chose = command.some((word) => word.includes('{backup}')) ? backup : 'the script chose the backup';
  return done(chose, 0);
}

/** Why a question ended the task: the runner leaves the question in the memo. */
const questionOf = (memo: string | null): string | null =>
  memo?.startsWith('question:') ? memo.slice('question:'.length) : null;
