import type { Path } from './problem.ts';
import type { Candidate } from './rules/rule.ts';

/** One environment's section as it stands in the file. */
export interface Entry {
  readonly project: string;
  readonly name: string;
  readonly raw: unknown;
  readonly path: Path;
  readonly siblings: Candidate['project'];
}

export const isMapping = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const mappingIn = (value: unknown, key: string): Readonly<Record<string, unknown>> => {
  const inside = isMapping(value) ? value[key] : undefined;
  return isMapping(inside) ? inside : {};
};

/** The names of the projects in the file. */
export const projectNames = (file: unknown): readonly string[] => Object.keys(mappingIn(file, 'projects'));

/** Every environment of every project, also where something around them is wrong. */
export function environmentsIn(file: unknown): readonly Entry[] {
  return Object.entries(mappingIn(file, 'projects')).flatMap(([project, inside]) => {
    const environments = Object.entries(mappingIn(inside, 'environments'));
    const siblings = new Map(environments.map(([name, raw]) => [name, sourceOf(raw)]));
    return environments.map(([name, raw]) => {
      return { project, name, raw, siblings, path: ['projects', project, 'environments', name] };
    });
  });
}

function sourceOf(raw: unknown): string | undefined {
  const source = isMapping(raw) ? raw.promotesFrom : undefined;
  return typeof source === 'string' ? source : undefined;
}
