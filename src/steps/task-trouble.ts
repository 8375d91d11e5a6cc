import { type Trouble, type TroubleCode, trouble } from '../domain/trouble.ts';
import { assertNever } from '../lib/assert-never.ts';
import { clamp } from '../lib/clamp.ts';
import { formatDuration } from '../lib/duration.ts';
import type { Exit } from '../ports/remote.ts';
import type { StepContext, TaskReport } from './step.ts';

/** Null where the task ended with exit code 0; else what went wrong with `what` ("the backup script"). */
export function taskTrouble(
  { end, log }: TaskReport,
  what: { name: string; code: TroubleCode },
  { environment }: Pick<StepContext, 'environment'>,
): Trouble | null {
  switch (end.kind) {
    case 'exited':
      return end.code === 0 ? null : exitTrouble(end, log, what);
    case 'timed-out':
      return trouble(
        'time-limit',
        `${what.name} took longer than ${formatDuration(environment.limits.stepMs)} and was ended.`,
      );
    case 'vanished':
      return trouble('signalled', `${what.name} was ended from outside, or the host restarted; it left no exit code.`);
    case 'absent':
      return trouble('trace-missing', `No trace of ${what.name} is left on the host.`);
    case 'lock-lost':
      return lockTrouble(end.owner);
    default:
      return assertNever(end);
  }
}

/** Codes above 128 are a shell's way to say that a signal ended the program. */
function exitTrouble(end: Exited, log: string, what: { name: string; code: TroubleCode }): Trouble {
  const { code } = end;
  if (isFull(end, log)) return fullTrouble(what.name, end.code);
  if (code === 130 || code === 137 || code === 143) {
    return trouble('signalled', `${what.name} was ended by a signal (exit code ${code}).`);
  }
  return trouble(what.code, `${what.name} ended with exit code ${code}. Its output is kept with the run.`);
}

type Exited = Extract<TaskReport['end'], { kind: 'exited' }>;

/** As the host found, in its own language, or in the words of a container, which has another. */
const isFull = ({ full }: Exited, log: string): boolean => full === true || /no space left on device/i.test(log);

const fullTrouble = (name: string, code: number): Trouble =>
  trouble('disk-full', `${name} ended with exit code ${code}: no space is left on the disk.`);

/** Why a command of Prisma's ended: a full disk, where Prisma itself said nothing. What it says of the database's disk stays. */
export function unlessFull(cause: Trouble, { end, log }: Pick<TaskReport, 'end' | 'log'>, name: string): Trouble {
  const silent = cause.code === 'exec-failed' && end.kind === 'exited';
  return silent && isFull(end, log) ? fullTrouble(name, end.code) : cause;
}

/** Somebody else works on this host and directory. */
export const lockTrouble = (owner: { instance: string; run: string } | null): Trouble =>
  trouble(
    'host-locked',
    owner === null
      ? "The host's lock is not this run's any more."
      : `The host is locked by run ${owner.run} of another Godwit (${owner.instance}).`,
  );

/** Null where a short command ended with exit code 0. */
export function commandTrouble(exit: Exit, what: { name: string; code: TroubleCode }): Trouble | null {
  switch (exit.kind) {
    case 'exited':
      return exit.code === 0 ? null : exitedTrouble(exit, what);
    case 'signalled':
      return trouble('signalled', `${what.name} was ended by ${exit.signal}.`);
    case 'directory-missing':
      return trouble('directory-missing', `The directory ${exit.directory} does not exist on the host.`);
    case 'timed-out':
      return trouble('time-limit', `${what.name} took longer than ${formatDuration(exit.afterMs)}.`);
    case 'output-too-large':
      return trouble(what.code, `${what.name} printed more than Godwit reads.`);
    case 'lost':
      return trouble('connection-lost', `The connection was lost during ${what.name}.`);
    default:
      return assertNever(exit);
  }
}

function exitedTrouble(exit: Extract<Exit, { kind: 'exited' }>, what: { name: string; code: TroubleCode }): Trouble {
  const said = lastLine(exit.stderr) || lastLine(exit.stdout);
  const facts = said === '' ? [] : [{ label: 'Said', value: clamp(said, 300) }];
  return trouble(what.code, `${what.name} ended with exit code ${exit.code}.`, facts);
}

const lastLine = (text: string): string => text.trimEnd().split('\n').at(-1)?.trim() ?? '';
