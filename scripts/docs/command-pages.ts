import { type CommandWords, chapters, commands, typed } from '../../src/render/commands.ts';
import { procedures } from '../../src/render/guide.ts';
import { cardOf } from './card.ts';
import { whoMay } from './command-table.ts';
import { keyWords } from './key-words.ts';
import { samples } from './samples/menu.ts';
import { code, table } from './table.ts';

/** Where the pages stand; nothing else stands there. */
export const commandFolder = 'docs/commands';

/** One page a command and an index, by name in the folder, from the one record of each and its sample. */
export const commandPages = (): ReadonlyMap<string, string> =>
  new Map([
    ['README.md', index()],
    ...commands.map((command): [string, string] => [`${command.name}.md`, page(command)]),
  ]);

const intro = `# Commands

A page each, from the records and the renderer that Godwit itself uses; \`npm run docs\` writes them. What a procedure by hand has become is in [the guide](../guide.md).`;

function index(): string {
  const sections = Object.entries(chapters).map(([chapter, title]) => {
    const own = (commands as readonly CommandWords[]).filter((command) => command.chapter === chapter);
    if (own.length === 0) return '';
    const rows = own.map((one) => [`[${code(typed(one.usage))}](${one.name}.md)`, one.does, whoMay(one)]);
    return `## ${title}\n\n${table(['command', 'does', 'right'], rows)}\n`;
  });
  return [intro, ...sections.filter((one) => one !== '')].join('\n\n').replace(/\n{3,}/g, '\n\n');
}

function page(command: CommandWords & { readonly name: keyof typeof samples }): string {
  const sample = samples[command.name];
  const parts = [
    `# ${typed(command.name)}`,
    `${sentence(command.does)}`,
    ['```', typed(command.usage), '```'].join('\n'),
    `**Who may.** ${who(command)}`,
    `**What can be lost.** ${command.loses}`,
    ...inTheGuide(command),
    '## As it looks',
    ...sample.flatMap(({ what, card }) => [what, cardOf(card)]),
    '[All commands](README.md)',
  ];
  return `${parts.join('\n\n')}\n`;
}

const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;

function who(command: CommandWords): string {
  if (command.right === null) return sentence(whoMay(command));
  const words = keyWords[`rights ${command.right}`];
  const absent = typeof words === 'string' ? 'nobody' : (words?.[1] ?? 'nobody');
  const more = command.who === undefined ? '' : ` ${sentence(command.who)}`;
  return `Whoever holds the right ${code(command.right)} on the environment; where the configuration does not name it, ${absent}.${more}`;
}

function inTheGuide({ name }: CommandWords): readonly string[] {
  const own = procedures.filter(({ command }) => command === name);
  if (own.length === 0) return [];
  return [`**In place of.** ${own.map(({ hand }) => code(hand)).join(' · ')}`];
}
