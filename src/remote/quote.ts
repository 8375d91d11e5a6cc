/**
 * The one place where values become shell text. Everything is put in single quotes, in which a POSIX shell reads every
 * byte as itself; only the single quote must be left and written on its own.
 */

/** One word of a command line. @throws on a NUL byte, which no argument can hold */
export function quote(value: string): string {
  if (value.includes('\0')) throw new Error('quoting for the shell: the value holds a NUL byte');
  return `'${value.replaceAll("'", `'\\''`)}'`;
}

/** A command line that runs exactly this argv. */
export const quoteAll = (words: readonly string[]): string => words.map(quote).join(' ');

/** A statement that exports one variable. @throws when the name is not one that a shell can export */
export function exportVariable(name: string, value: string): string {
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name))
    throw new Error(`exporting a variable: ${JSON.stringify(name)} is no name`);
  return `export ${name}=${quote(value)}`;
}

/**
 * The command line for a login shell: replaces it by `/bin/sh` with one of our fixed programs and its parameters.
 * Whatever the login shell is, it reads nothing but `exec` and quoted words.
 */
export const programLine = (program: string, parameters: readonly string[]): string =>
  `exec ${quoteAll(['/bin/sh', '-c', program, 'godwit', ...parameters])}`;
