import { assertNever } from '../lib/assert-never.ts';
import type { Environment } from './environment.ts';
import type { AllowedCommand, Right } from './policy.ts';
import type { Refusal } from './refusal.ts';
import type { Purpose } from './run.ts';
import { type Trouble, trouble } from './trouble.ts';

type Place = Pick<Environment, 'id' | 'policy'>;

/** The command that an environment must name to have it; null: every environment has it. */
export function guardedCommand({ kind }: Pick<Purpose, 'kind'>): AllowedCommand | null {
  switch (kind) {
    case 'dev':
    case 'reset':
    case 'push':
      return kind;
    case 'deploy':
    case 'backup':
    case 'restore':
    case 'resolve':
      return null;
    default:
      return assertNever(kind);
  }
}

/** The right to ask for it: who may destroy is asked where data is lost for certain. */
export const rightFor = ({ kind }: Pick<Purpose, 'kind'>): Right =>
  kind === 'reset' || kind === 'push' ? 'destroy' : 'request';

/** On a protected environment none of them exists, whatever its list says and whoever asks. */
export const isAllowed = (command: AllowedCommand, { policy }: Place): boolean =>
  !policy.protected && policy.allow.includes(command);

/** Null where the environment has the command. */
export function allowRefusal(command: AllowedCommand, environment: Place): Refusal | null {
  if (isAllowed(command, environment)) return null;
  const code = environment.policy.protected ? ('protected-environment' as const) : ('not-allowed-here' as const);
  return { code, command, environment: environment.id };
}

/** The same for a run that exists already: the rules may have changed since it was asked for. */
export function allowTrouble(purpose: Pick<Purpose, 'kind'>, environment: Place): Trouble | null {
  const command = guardedCommand(purpose);
  if (command === null || isAllowed(command, environment)) return null;
  const why = environment.policy.protected ? 'it is protected' : 'its configuration does not allow it';
  return trouble('not-allowed-here', `There is no ${command} on ${environment.id}: ${why}.`);
}

/** What is destroyed was listed in a dialog, and is another thing by now: it must be listed anew. */
export const notAsConfirmed = (changes: readonly string[]): Trouble =>
  trouble('receipt-changed', `It is not any more what was confirmed: ${changes.join(', ')}.`);
