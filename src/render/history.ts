import type { AuditEntry } from '../domain/effect.ts';
import { unreviewed } from '../domain/emergency.ts';
import type { UserId } from '../domain/ids.ts';
import { verdictOf } from '../domain/review.ts';
import { appliesFiles, type Run } from '../domain/run.ts';
import { assertNever } from '../lib/assert-never.ts';
import { formatDuration } from '../lib/duration.ts';
import { typed } from './commands.ts';
import { decisionsInShort } from './decisions.ts';
import { bold, code, lines, type Mrkdwn, md, nothing } from './escape.ts';
import { context, header, message, type Rendered, section } from './limits.ts';
import { currentStep } from './run-view.ts';
import { count, date, mention, runCode, shortName, stepWords } from './words.ts';

export interface HistoryView {
  /** Null: all environments. */
  readonly environment: string | null;
  /** Newest first. */
  readonly runs: readonly Run[];
  /** Deploys that were done in an emergency and that nobody has reviewed, however old. */
  readonly unreviewed: readonly Run[];
  /** Of these runs, newest first. */
  readonly decisions: readonly AuditEntry[];
  readonly askedBy: UserId | null;
}

/** Past runs, newest first, each with what people decided about it. */
export function history({ environment, runs, unreviewed: owed, decisions, askedBy }: HistoryView): Rendered {
  const where = environment === null ? 'all environments' : shortName(environment);
  const shown = runs.slice(0, 30);
  const listed = shown.map((run) =>
    section(
      lines(
        environment === null ? md`${code(run.environment)} ${runLine(run)}` : runLine(run),
        decisionsInShort(decisions.filter((entry) => entry.run === run.id)),
      ),
    ),
  );
  const older = owed.filter(({ id }) => !shown.some((run) => run.id === id)).slice(0, 10);
  const text = md`History of ${where}: ${runs.length === 0 ? md`no runs yet` : md`the last ${count(runs.length, 'run')}, newest first`}.`;
  return message(text, [
    header(`History of ${where}`),
    ...older.map((run) => section(runLine(run))),
    ...(listed.length === 0 ? [section(md`No runs yet.`)] : listed),
    context(
      askedBy === null ? null : md`Asked by ${mention(askedBy)}`,
      runs.length > shown.length ? md`… ${runs.length - shown.length} more` : null,
      md`${code(typed('run <id>'))} shows one in detail.`,
    ),
  ]);
}

/** "✓ deploy of 3 migrations succeeded in 34 s · Today 14:02 · @ana · `r7f3k2mq`" */
export const runLine = (run: Run): Mrkdwn =>
  md`${stateWords(run)} · ${date(run.requestedAt)} · ${mention(run.requestedBy)} · ${runCode(run.id)}${unreviewedMark(run)}`;

const unreviewedMark = (run: Run): Mrkdwn => (unreviewed(run) === null ? nothing : md` · ${bold('not reviewed yet')}`);

/** "deploy of 3 migrations (risky)", "backup", "restore" */
function purposeWords({ purpose, plan, emergency }: Run): string {
  const glass = emergency === null ? '' : 'emergency ';
  if (!appliesFiles(purpose.kind) || plan === null) return `${glass}${purpose.kind}`;
  const risk = plan.review === null ? '' : ` (${verdictOf(plan.review)})`;
  return `${glass}${purpose.kind} of ${count(plan.pending.length, 'migration')}${risk}`;
}

/** What became of the run, in a few words that start with a sign. */
export function stateWords(run: Run): Mrkdwn {
  const what = purposeWords(run);
  switch (run.state.kind) {
    case 'preparing':
      return md`◌ ${what} being prepared`;
    case 'waiting':
      return md`◌ ${what} waiting`;
    case 'queued':
      return md`◌ ${what} about to start`;
    case 'running':
      return md`▸ ${what} running${stepNow(run)}`;
    case 'outcome-unknown':
      return md`? ${what}, outcome not known`;
    case 'ended':
      return endedWords(what, run.state);
    default:
      return assertNever(run.state);
  }
}

function stepNow(run: Run): string {
  const step = currentStep(run);
  return step === null ? '' : `: ${stepWords[step.name]}`;
}

function endedWords(what: string, { ending, startedAt, endedAt }: Extract<Run['state'], { kind: 'ended' }>): Mrkdwn {
  const took = startedAt === null ? '' : formatDuration(endedAt - startedAt);
  switch (ending.kind) {
    case 'succeeded':
      return md`✓ ${what} succeeded${took === '' ? '' : ` in ${took}`}`;
    case 'failed':
      return ending.trouble.code === 'nothing-pending'
        ? md`– ${what}: nothing to do`
        : md`✗ ${what} did not succeed (${code(ending.trouble.code)})`;
    case 'cancelled':
      return md`– ${what} cancelled by ${mention(ending.by)}`;
    case 'rejected':
      return md`– ${what} rejected by ${mention(ending.by)}`;
    case 'expired':
      return md`– ${what} expired`;
    default:
      return assertNever(ending);
  }
}
