import { type CommandWords, commands, laterCommands, typed } from '../../src/render/commands.ts';
import { commandFolder } from './command-pages.ts';
import { code, table } from './table.ts';

/** Who may, in a word: a right, or what stands in its place. */
export const whoMay = ({ right, who }: CommandWords): string => who ?? (right === null ? 'everybody' : code(right));

export const commandTable = (): string =>
  table(
    ['command', 'does', 'right'],
    commands.map((command) => [
      `[${code(typed(command.usage))}](${commandFolder}/${command.name}.md)`,
      command.does,
      whoMay(command),
    ]),
  );

export const laterCommandList = (): string => laterCommands.map(code).join(', ');
