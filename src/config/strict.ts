import { z } from 'zod';
import { nearest } from '../lib/nearest.ts';
import { type Path, type Problem, problemAt } from './problem.ts';

/** A mapping that knows its keys: an unknown one is a problem, and the nearest known one is named. */
export function strict<Shape extends z.core.$ZodLooseShape>(shape: Shape) {
  const known = Object.keys(shape);
  return z.strictObject(shape, {
    error: (issue) =>
      issue.code === 'unrecognized_keys' ? issue.keys.map((key) => unknown(key, known)).join('\n') : undefined,
  });
}

function unknown(key: string, known: readonly string[]): string {
  const meant = nearest(key, known);
  return meant === null ? `unknown key; known are ${known.join(', ')}` : `unknown key; did you mean "${meant}"?`;
}

/** What zod found, in this project's words, each with its whole path. Values are never printed: one of them may be a secret. */
export function problemsOf(result: z.ZodSafeParseResult<unknown>, path: Path): readonly Problem[] {
  if (result.success) return [];
  return result.error.issues.flatMap((issue) => {
    const place = [...path, ...issue.path];
    if (issue.code !== 'unrecognized_keys') return [problemAt(place, issue.message)];
    const messages = issue.message.split('\n');
    return issue.keys.map((key, index) => problemAt([...place, key], messages[index] ?? 'unknown key'));
  });
}

/** Words for what zod says by itself; passed to every `safeParse`. */
export function words(issue: z.core.$ZodRawIssue): string | undefined {
  switch (issue.code) {
    case 'invalid_type':
      return wrongKind(issue.expected, issue.input);
    case 'invalid_value':
      return issue.input === undefined ? 'is required' : `expected ${issue.values.map(String).join(', ')}`;
    case 'too_small':
      return issue.origin === 'array' ? 'expected at least one' : `expected at least ${issue.minimum}`;
    case 'too_big':
      return `expected at most ${issue.maximum}`;
    default:
      return undefined;
  }
}

const kinds: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a mapping',
  record: 'a mapping',
};

function wrongKind(expected: string, input: unknown): string {
  if (input === undefined) return 'is required';
  const wanted = kinds[expected] ?? expected;
  if (input === null) return `is empty; expected ${wanted}`;
  const given = Array.isArray(input) ? 'array' : typeof input;
  return `expected ${wanted}, got ${kinds[given] ?? given}`;
}
