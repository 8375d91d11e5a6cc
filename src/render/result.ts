import type { KnownBlock } from '@slack/types';
import { appliesFiles, type Ending, type Run, type RunState, type Step } from '../domain/run.ts';
import type { Trouble } from '../domain/trouble.ts';
import { assertNever } from '../lib/assert-never.ts';
import { formatBytes } from '../lib/bytes.ts';
import { formatDuration } from '../lib/duration.ts';
import { afterFailedRestore } from './after-restore.ts';
import { bold, code, lines, type Mrkdwn, md, nothing } from './escape.ts';
import { actions, section } from './limits.ts';
import { nextButtons } from './next-buttons.ts';
import { thenWords } from './resolve-words.ts';
import { hasBegunToChange, isDestroyed, pendingNames, type RunView } from './run-view.ts';
import { failedName, leavesFailed, shownTrouble } from './shown-trouble.ts';
import { troubleBlocks, troubleText } from './trouble.ts';
import { waysOut } from './ways-out.ts';
import { fileWords, verificationWords } from './what.ts';
import { count, date, endWords, mention, nameList, sentence, stepWords } from './words.ts';

type Ended = Extract<RunState, { kind: 'ended' }>;

/** How the run ended, what changed, the ways out and the next sensible button. */
export function resultBlocks(view: RunView, state: Ended): readonly (KnownBlock | null)[] {
  const { ending } = state;
  const trouble = shownTrouble(view.run, ending);
  return [
    section(lines(resultLine(view.run, state), changed(view.run, ending))),
    ...(trouble === null ? [] : explained(ending, trouble)),
    trouble === null ? null : waysOutBlock(view, trouble),
    trouble === null ? null : afterFailedRestore(view),
    actions(...nextButtons(view, ending)),
  ];
}

/** Who pressed *Cancel* wants to know what is left, not that something was ended. */
const explained = (ending: Ending, trouble: Trouble): readonly (KnownBlock | null)[] =>
  ending.kind === 'cancelled' ? [section(md`${sentence(trouble.message)}`)] : troubleBlocks(trouble);

/** "✓ *Succeeded* in 2 min 5 s" */
export function resultLine(run: Run, { ending, startedAt, endedAt }: Ended): Mrkdwn {
  const took = startedAt === null ? '' : ` after ${formatDuration(endedAt - startedAt)}`;
  switch (ending.kind) {
    case 'succeeded':
      return md`✓ ${bold('Succeeded')}${took.replace('after', 'in')} · ${date(endedAt)}`;
    case 'failed':
      return ending.trouble.code === 'nothing-pending'
        ? md`– ${bold('Nothing to do')}: every migration is applied already.`
        : md`✗ ${bold('Did not succeed')}${at(ending.step)}${took} · ${date(endedAt)}`;
    case 'cancelled':
      return md`– ${bold('Cancelled')} by ${mention(ending.by)}${during(ending.duringStep)} · ${date(endedAt)}`;
    case 'rejected':
      return md`– ${bold('Rejected')} by ${mention(ending.by)} · ${date(endedAt)}${reason(ending.reason)}`;
    case 'expired':
      return md`– ${bold('Expired')}: ${lateWords(run)} · ${date(endedAt)}${have(run)}`;
    default:
      return assertNever(ending);
  }
}

const at = (step: Step['name'] | null): string => (step === null ? '' : ` at ${stepWords[step]}`);
const during = (step: Step['name'] | null): string => (step === null ? '' : ` during ${stepWords[step]}`);
const reason = (text: string | null): Mrkdwn => (text === null ? nothing : md`\nReason: ${sentence(text)}`);
const have = ({ approvals }: Run): Mrkdwn =>
  approvals.length === 0 ? nothing : md` · ${count(approvals.length, 'approval')} had come`;

const lateWords = ({ emergency }: Run): string =>
  emergency === null ? 'the approvals did not come in time' : 'it could not start within 1 h';

/** What is different now. People read this first when something went wrong. */
function changed(run: Run, ending: Ending): Mrkdwn | null {
  if (ending.kind === 'succeeded') return achieved(run);
  if (ending.kind === 'failed' && ending.trouble.code === 'nothing-pending') return null;
  if (!hasBegunToChange(run)) return lines(md`The database was not changed.`, writtenBefore(run));
  if (isDestroyed(run)) return destroyed(run);
  if (kindOf(run, 'deploy') === 'done')
    return lines(md`${count(pendingNames(run).length, 'migration')} applied before that.`, toCommit(run));
  return ending.kind === 'failed' ? appliedBefore(run, ending.trouble) : null;
}

/** Where the database of before is, whatever came of the rest. */
const destroyed = (run: Run): Mrkdwn | null =>
  run.steps.some(({ name, state }) => (name === 'reset' || name === 'push') && state.kind === 'done')
    ? achieved(run)
    : backupOf(run, 'The one before: ');

/** A migration that was made stays, whatever came of it. */
const writtenBefore = (run: Run): Mrkdwn | null =>
  kindOf(run, 'create') === 'done' ? md`${madeName(run)} is written on the host and stays pending.` : null;

function toCommit(run: Run): Mrkdwn | null {
  if (kindOf(run, 'create') !== 'done') return null;
  const [lock, verb] = isFirst(run)
    ? [md` and ${code('migration_lock.toml')} beside it`, 'stand']
    : [nothing, 'stands'];
  return md`${madeName(run)}${lock} ${verb} on the host only: commit ${isFirst(run) ? 'them' : 'it'} to your repository.`;
}

/** The project had none before: Prisma's own file came with it. */
const isFirst = ({ plan }: Run): boolean => plan?.history.length === 0 && plan.pending.length === 1;

const madeName = (run: Run): Mrkdwn => code(pendingNames(run).at(-1) ?? 'The migration');

const kindOf = ({ steps }: Run, name: Step['name']) => steps.find((step) => step.name === name)?.state.kind;

/** Prisma goes by name and stops at the first error: what stands before the failed one is applied. */
function appliedBefore(run: Run, trouble: Trouble): Mrkdwn | null {
  const names = pendingNames(run);
  const place = names.indexOf(failedName(trouble) ?? '');
  if (trouble.code !== 'migration-failed' || place === -1) return null;
  const before = names.slice(0, place);
  return before.length === 0
    ? md`No migration was applied before it.`
    : md`${before.length} of ${count(names.length, 'migration')} applied before it: ${nameList(before)}.`;
}

function achieved(run: Run): Mrkdwn | null {
  switch (run.purpose.kind) {
    case 'deploy':
      return md`${count(pendingNames(run).length, 'migration')} applied${backupOf(run, ' · backup ')}`;
    case 'backup':
      return backupOf(run, '');
    case 'restore':
      return md`The database is the one of ${fileWords(run.purpose.backup)}${backupOf(run, '\nSafety backup: ')}`;
    case 'resolve':
      return md`${code(run.purpose.migration)} is recorded as ${endWords[run.purpose.as]}. ${thenWords[run.purpose.as]}`;
    case 'dev':
      return lines(
        md`${count(pendingNames(run).length, 'migration')} applied${backupOf(run, ' · backup ')}`,
        toCommit(run),
      );
    case 'reset':
      return md`The database is empty but for what its migrations put there.${backupOf(run, '\nThe one before: ')}`;
    case 'push':
      return md`The database is what the schema says.${backupOf(run, '\nThe one before: ')}`;
    default:
      return assertNever(run.purpose);
  }
}

const backupOf = ({ backup }: Run, before: string): Mrkdwn =>
  backup === null ? nothing : md`${before}${fileWords(backup)} · ${verificationWords(backup.verification)}`;

/** The ways out, where a migration failed in this run, was left unfinished, or stands failed from before. */
function waysOutBlock({ run, environment }: RunView, trouble: Trouble): KnownBlock | null {
  if (!leavesFailed(trouble)) return null;
  return section(waysOut(environment, failedName(trouble), run.backup));
}

function successWords(run: Run): Mrkdwn {
  if (appliesFiles(run.purpose.kind)) return md`: ${nameList(pendingNames(run))}`;
  if (run.purpose.kind === 'resolve')
    return md`: ${code(run.purpose.migration)} is recorded as ${endWords[run.purpose.as]}`;
  if (run.purpose.kind === 'restore') return md`: the database is the one of ${date(run.purpose.backup.modifiedAt)}`;
  if (isDestroyed(run)) return nothing;
  return run.backup === null
    ? nothing
    : md`: ${formatBytes(run.backup.bytes)}, ${verificationWords(run.backup.verification)}`;
}

/** Read aloud: how it ended. */
export function resultText({ run }: RunView, { ending }: Ended): Mrkdwn {
  switch (ending.kind) {
    case 'succeeded':
      return md`Succeeded${successWords(run)}.`;
    case 'failed':
      return ending.trouble.code === 'nothing-pending'
        ? md`Nothing to do: every migration is applied already.`
        : md`Did not succeed${at(ending.step)}. ${troubleText(ending.trouble)}`;
    case 'cancelled': {
      const trouble = shownTrouble(run, ending);
      return md`Cancelled by ${mention(ending.by)}.${trouble === null ? nothing : md` ${sentence(trouble.message)}`}`;
    }
    case 'rejected':
      return md`Rejected by ${mention(ending.by)}.${reason(ending.reason)}`;
    case 'expired':
      return md`Expired: ${lateWords(run)}.`;
    default:
      return assertNever(ending);
  }
}
