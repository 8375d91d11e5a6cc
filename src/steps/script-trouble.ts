import { askedAtTheEnd } from '../domain/script-question.ts';
import { type Trouble, type TroubleCode, trouble } from '../domain/trouble.ts';
import type { StepContext, TaskReport } from './step.ts';
import { taskTrouble } from './task-trouble.ts';

/**
 * What went wrong with a script of the team's; null where it ended with 0 and left nothing at work. A question that
 * nobody answered is quoted: on a terminal the runner leaves it in the memo, without one it is what the script said last.
 */
export function scriptTrouble(
  report: TaskReport,
  what: { name: string; code: TroubleCode },
  context: Pick<StepContext, 'environment'>,
): Trouble | null {
  const ended = taskTrouble(report, what, context);
  const asked = questionOf(report.memo) ?? (ended === null ? null : askedAtTheEnd(report.log));
  if (asked !== null) return unanswered(asked);
  if (ended === null && report.end.kind === 'exited' && report.end.left === true) return stillAtWork(what);
  return ended;
}

/** Why a question ended the task: the runner leaves the question in the memo. */
const questionOf = (memo: string | null): string | null =>
  memo?.startsWith('question:') ? memo.slice('question:'.length) : null;

const unanswered = (question: string): Trouble =>
  trouble('question-unanswered', `The script asked something that no answer is configured for: ${question}`);

const stillAtWork = ({ name, code }: { name: string; code: TroubleCode }): Trouble =>
  trouble(
    code,
    `${name} ended with exit code 0, but something that it had started was still at work then. Nobody can say what it has done.`,
  );
