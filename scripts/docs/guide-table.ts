import { commands, typed } from '../../src/render/commands.ts';
import { isLater, type Procedure, procedures, typedFor } from '../../src/render/guide.ts';
import { code, table } from './table.ts';

/** The guide's procedures, a table a chapter, each with its command. */
export function guideTables(): string {
  const chapters = [...new Set(procedures.map(({ chapter }) => chapter))];
  return chapters.map((chapter) => `### ${chapter}\n\n${chapterTable(chapter)}`).join('\n\n');
}

const chapterTable = (chapter: string): string =>
  table(
    ['by hand', 'here', 'what is otherwise'],
    procedures
      .filter((one) => one.chapter === chapter)
      .map((one) => [
        code(one.hand),
        commandLink(one.command),
        isLater(one.command) ? `not yet; until then ${one.here}` : one.here,
      ]),
  );

/** Leads to the command's page, which a command that is not there yet has not. */
const commandLink = (command: Procedure['command']): string =>
  isLater(command) ? code(typed(command)) : `[${code(typed(typedFor(command)))}](commands/${command}.md)`;

/** The commands that take the place of nothing in the guide. */
export const beyondTheGuide = (): string =>
  table(
    ['command', 'does'],
    commands
      .filter(({ name }) => !procedures.some(({ command }) => command === name))
      .map(({ name, usage, does }) => [`[${code(typed(usage))}](commands/${name}.md)`, does]),
  );
