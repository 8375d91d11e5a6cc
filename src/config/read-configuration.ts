import { dirname } from 'node:path';
import { z } from 'zod';
import type { Configuration, Environment } from '../domain/environment.ts';
import type { GroupId } from '../domain/ids.ts';
import { type Entry, environmentsIn, isMapping, projectNames } from './entries.ts';
import { environmentSection, readableParts } from './environment-section.ts';
import { channelId, distinct, namePattern, userId, zone } from './fields.ts';
import { type Problem, problemAt } from './problem.ts';
import { problemsIn, warningsIn } from './rules/menu.ts';
import type { Candidate } from './rules/rule.ts';
import { sharedDirectories } from './shared-directories.ts';
import { problemsOf, strict, words } from './strict.ts';
import { toEnvironment } from './to-environment.ts';
import { readYaml } from './yaml-document.ts';

/** What came of reading `godwit.yml`: all of it, or everything that is wrong with it. */
export type ConfigurationRead =
  | { readonly kind: 'valid'; readonly configuration: Configuration; readonly warnings: readonly Problem[] }
  | { readonly kind: 'invalid'; readonly problems: readonly Problem[] };

/**
 * Reads the text of a `godwit.yml` that stands at `path`; relative paths of key files count from its folder.
 * Every problem is told at once with its place, none with the value that stands there.
 */
export function readConfiguration(text: string, path: string): ConfigurationRead {
  const yaml = readYaml(text);
  if (yaml.kind === 'unreadable') return { kind: 'invalid', problems: yaml.problems };
  const frame = frameSection.safeParse(yaml.value, { error: words });
  const drafts = environmentsIn(yaml.value).map((entry) => draft(entry, dirname(path)));
  const problems = [
    ...yaml.problems,
    ...problemsOf(frame, []),
    ...badNames(yaml.value),
    ...drafts.flatMap((one) => one.problems),
  ];
  if (problems.length > 0 || !frame.success) return { kind: 'invalid', problems };
  const environments = drafts.flatMap(({ build }) => build(frame.data));
  const warnings = [...drafts.flatMap((one) => one.warnings), ...sharedDirectories(environments)];
  const { timezone, groups } = frame.data;
  const members = Object.entries(groups).map(([group, people]) => [group as GroupId, people] as const);
  return { kind: 'valid', configuration: { zone: timezone, groups: new Map(members), environments }, warnings };
}

const atLeastOne = (mapping: object): boolean => Object.keys(mapping).length > 0;

/** The file without what stands under the environments' names. */
export const frameSection = strict({
  timezone: zone.default('UTC'),
  groups: z
    .record(z.string().regex(/^S[A-Z0-9]+$/), distinct(userId), {
      error: ({ code }) =>
        code === 'invalid_key' ? 'expected the id of a user group: S, then capitals and digits' : undefined,
    })
    .default({}),
  projects: z
    .record(
      z.string(),
      strict({
        channel: channelId,
        environments: z.record(z.string(), z.unknown()).refine(atLeastOne, { error: 'names no environment' }),
      }),
    )
    .refine(atLeastOne, { error: 'names no project' }),
});
type Frame = z.output<typeof frameSection>;

/** What was found in one section; `build` gives the environment once nothing is wrong anywhere. */
interface Draft {
  readonly problems: readonly Problem[];
  readonly warnings: readonly Problem[];
  readonly build: (frame: Frame) => readonly Environment[];
}

function draft({ project, name, raw, path, siblings }: Entry, base: string): Draft {
  const section = environmentSection(base).safeParse(raw, { error: words });
  const shape = problemsOf(section, path);
  if (!isMapping(raw)) return { problems: shape, warnings: [], build: () => [] };
  const candidate: Candidate = { ...readableParts(raw, base), path, name, project: siblings };
  return {
    problems: [...shape, ...problemsIn(candidate)],
    warnings: warningsIn(candidate),
    build: ({ timezone, projects }) => {
      const channel = projects[project]?.channel;
      if (!section.success || channel === undefined) return [];
      return [toEnvironment(section.data, { project, name, zone: timezone, channel })];
    },
  };
}

function badNames(file: unknown): readonly Problem[] {
  const projects = projectNames(file).map((name) => ({ name, path: ['projects', name] }));
  return [...projects, ...environmentsIn(file)]
    .filter(({ name }) => !namePattern.test(name))
    .map(({ path }) => problemAt(path, 'a name is made of lower-case letters, digits and "-"'));
}
