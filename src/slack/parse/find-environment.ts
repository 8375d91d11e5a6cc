import type { EnvironmentId } from '../../domain/ids.ts';
import type { Refusal } from '../../domain/refusal.ts';
import { nearest } from '../../lib/nearest.ts';
import { lookupWord } from './normalise.ts';

export type FoundEnvironment =
  | { readonly kind: 'found'; readonly environment: EnvironmentId }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

/**
 * Which environment was meant: its whole id, else its name alone where only one project has it, else the beginning of one
 * id or name. A slip is never guessed, only offered.
 */
export function findEnvironment(typed: string, environments: readonly EnvironmentId[]): FoundEnvironment {
  const word = lookupWord(typed);
  const readings = [
    environments.filter((id) => id.toLowerCase() === word),
    environments.filter((id) => nameOf(id) === word),
    environments.filter((id) => word !== '' && (id.toLowerCase().startsWith(word) || nameOf(id).startsWith(word))),
  ];
  const candidates = readings.find((found) => found.length > 0) ?? [];
  const [only, ...others] = candidates;
  if (only === undefined) return refused(unknown(typed, word, environments));
  if (others.length > 0) return refused({ code: 'ambiguous-environment', typed, candidates });
  return { kind: 'found', environment: only };
}

const nameOf = (id: EnvironmentId): string => id.slice(id.indexOf('/') + 1).toLowerCase();

const refused = (refusal: Refusal): FoundEnvironment => ({ kind: 'refused', refusal });

function unknown(typed: string, word: string, known: readonly EnvironmentId[]): Refusal {
  const near = nearest(word, known) ?? nearest(word, known.map(nameOf));
  const named = known.filter((id) => id === near || nameOf(id) === near);
  return { code: 'unknown-environment', typed, nearest: named.length === 1 ? (named[0] ?? null) : null, known };
}
