import { z } from 'zod';
import type { Argv } from '../domain/environment.ts';

/** What Godwit puts in place of words in braces. */
export type Placeholder = 'env' | 'label' | 'backup';
const placeholders: readonly string[] = ['env', 'label', 'backup'] satisfies readonly Placeholder[];

/**
 * A command: text, split at spaces and without quotes, or a list of words. No shell reads it.
 * `fills`: the placeholders that are filled in here; any other one would reach the program as it stands.
 */
export const command = (fills: readonly Placeholder[] = []) =>
  z.union([z.string(), z.array(z.string())], { error: commandExpected }).transform((written, context): Argv => {
    const argv = typeof written === 'string' ? written.split(/\s+/).filter((word) => word !== '') : written;
    const wrong = [...(typeof written === 'string' ? splitFaults(argv) : []), ...wordFaults(argv, fills)];
    for (const message of wrong) context.issues.push({ code: 'custom', input: null, message });
    return argv;
  });

function commandExpected({ input }: { readonly input?: unknown }): string {
  return input === undefined ? 'is required' : 'expected a command: text, or a list of texts';
}

const shellWords = new Set(['|', '||', '&', '&&', ';', '>', '>>', '<', '2>&1']);

/** What somebody wrote who thought of a shell. */
function splitFaults(argv: Argv): readonly string[] {
  const quoted = argv.some((word) => /["'`]/.test(word));
  const operator = argv.find((word) => shellWords.has(word));
  return [
    ...(quoted ? ['text is split at spaces, quotes mean nothing; write a list'] : []),
    ...(operator === undefined ? [] : [`no shell reads this, so "${operator}" means nothing; put it into a script`]),
  ];
}

function wordFaults(argv: Argv, fills: readonly Placeholder[]): readonly string[] {
  const stray = [...new Set(argv.flatMap(placeholdersOf))].filter((name) => isStray(name, fills));
  return [
    ...(argv[0] === undefined || argv[0] === '' ? ['names no program'] : []),
    ...(argv.some((word) => word.includes('\0')) ? ['holds a zero byte'] : []),
    ...(argv.some(holdsSecret)
      ? ['holds a secret, which everyone on the host could read; let the program read it']
      : []),
    ...stray.map((name) => `{${name}} is not filled in here; ${filled(fills)}`),
  ];
}

/** `{env}`, but not `{{.State}}`, which is for the program. */
const placeholdersOf = (word: string): readonly string[] =>
  [...word.matchAll(/(?<!\{)\{(\w+)\}(?!\})/g)].flatMap(([, name]) => (name === undefined ? [] : [name]));

/** Where something is filled in, every other word in braces is a slip; elsewhere only those that are filled in somewhere. */
function isStray(name: string, fills: readonly string[]): boolean {
  return !fills.includes(name) && (fills.length > 0 || placeholders.includes(name));
}

const filled = (fills: readonly Placeholder[]): string =>
  fills.length === 0 ? 'nothing is' : `only ${fills.map((name) => `{${name}}`).join(' and ')}`;

/** A URL with a password, or an assignment to a variable that is called like a secret. */
const holdsSecret = (word: string): boolean =>
  /:\/\/[^/\s:@]*:[^/\s@]+@/.test(word) || /^-{0,2}\w*(password|passwd|secret|token)=[^$]/i.test(word);

/** The placeholders of a path that are not `{env}`. */
export const strayInPath = (path: string): readonly string[] => placeholdersOf(path).filter((name) => name !== 'env');
