import { type CommandName, commands, laterCommands, typed } from '../../src/render/commands.ts';
import { code, table } from './table.ts';

/** Who may type what takes no right. */
const withoutRight: Partial<Record<CommandName, string>> = {
  cancel: "who asked for the run; `operate` for another's",
  help: 'everybody; lists what they may do',
};

export const commandTable = (): string =>
  table(
    ['command', 'does', 'right'],
    commands.map(({ name, usage, does, right }) => [
      code(typed(usage)),
      does,
      right === null ? (withoutRight[name] ?? 'everybody') : code(right),
    ]),
  );

export const laterCommandList = (): string => laterCommands.map(code).join(', ');
