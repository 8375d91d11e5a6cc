/** An argv as a person would type it into a shell: quoted only where a shell would read something else. */
export const asTyped = (argv: readonly string[]): string =>
  argv.map((part) => (/^[\w@%+=:,./-]+$/.test(part) ? part : `'${part.replaceAll("'", `'\\''`)}'`)).join(' ');
