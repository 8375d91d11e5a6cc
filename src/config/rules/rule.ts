import type { EnvironmentSection, ReadableParts } from '../environment-section.ts';
import { type Path, type Problem, problemAt } from '../problem.ts';

/** One environment as far as it could be read, and the names beside it. */
export interface Candidate extends ReadableParts {
  readonly path: Path;
  readonly name: string;
  /** All environments of the project, and what each promotes from. */
  readonly project: ReadonlyMap<string, string | undefined>;
}

/** Faults of one environment, each below its path. */
export type Found = readonly { readonly at: Path; readonly message: string }[];

/** Something that must hold between several keys of an environment. */
export interface Rule {
  /** The rule keeps silent where one of these could not be read. */
  readonly needs: readonly (keyof EnvironmentSection)[];
  readonly find: (values: Partial<EnvironmentSection>, candidate: Candidate) => Found;
}

export const found = (at: Path, message: string): Found => [{ at, message }];
export const none: Found = [];

/** What the rules find, with whole paths. */
export function apply(rules: readonly Rule[], candidate: Candidate): readonly Problem[] {
  return rules
    .filter(({ needs }) => !needs.some((key) => candidate.broken.has(key)))
    .flatMap(({ find }) => find(candidate.values, candidate))
    .map(({ at, message }) => problemAt([...candidate.path, ...at], message));
}
