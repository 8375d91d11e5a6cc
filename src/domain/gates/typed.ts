import type { GateFacts } from './gate.ts';

/** A prisma command as a person types it on the host, in the environment's directory. */
export const typedPrisma = ({ environment }: Pick<GateFacts, 'environment'>, ...words: readonly string[]): string =>
  [...environment.exec, ...environment.prisma, ...words].map(shellWord).join(' ');

/** A word that a shell takes as it stands, else in single quotes. */
export const shellWord = (word: string): string =>
  /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;

/** A literal as SQL writes it. */
export const sqlText = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** "a was changed" of one, "2 files were changed" of several. */
export const oneOrMany = (names: readonly string[], one: string, many: string): string =>
  names.length === 1 ? `${names[0]} ${one}` : `${names.length} ${many}`;
