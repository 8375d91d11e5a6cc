import type { ActionsBlock, Button, InputBlock, KnownBlock, ModalView } from '@slack/types';
import type { Rendered } from '../../src/render/limits.ts';
import { plainText } from './plain-text.ts';
import { code } from './table.ts';

/** What a person sees in Slack, as Markdown: a quoted card. Buttons stand as code in brackets. */
export const cardOf = (card: Rendered | ModalView): string =>
  quoted([
    ...('type' in card ? [`**${card.title.text}**`] : []),
    ...(card.blocks as readonly KnownBlock[]).map(blockText),
    ...submitOf(card),
  ]);

const quoted = (parts: readonly string[]): string =>
  parts
    .filter((part) => part !== '')
    .join('\n\n')
    .split('\n')
    .map((line) => (line === '' ? '>' : `> ${line}`))
    .join('\n');

const submitOf = (card: Rendered | ModalView): readonly string[] =>
  'type' in card ? [[card.submit, card.close].flatMap((one) => (one ? [pressable(one.text)] : [])).join(' ')] : [];

/** Throws at a block that no message of Godwit's has had so far: it would be missing from the page. */
function blockText(block: KnownBlock): string {
  switch (block.type) {
    case 'header':
      return `**${block.text.text}**`;
    case 'section':
      return [block.text, ...(block.fields ?? [])]
        .flatMap((text) => (text === undefined ? [] : [markdown(text.text)]))
        .concat(block.accessory?.type === 'button' ? [buttonText(block.accessory)] : [])
        .join('\\\n');
    case 'context':
      return block.elements
        .flatMap((element) => ('text' in element && typeof element.text === 'string' ? [markdown(element.text)] : []))
        .map((text) => `<sub>${text}</sub>`)
        .join(' ');
    case 'actions':
      return actionTexts(block).join(' ');
    case 'divider':
      return '---';
    case 'input':
      return inputText(block);
    default:
      throw new Error(`drawing a sample: no way to show a block "${block.type}"`);
  }
}

const pressable = (text: string): string => code(`[ ${text} ]`);
const buttonText = ({ text }: Button): string => pressable(text.text);

const actionTexts = ({ elements }: ActionsBlock): readonly string[] =>
  elements.flatMap((element) => (element.type === 'button' ? [buttonText(element)] : []));

function inputText({ label, element }: InputBlock): string {
  const options = 'options' in element ? (element.options ?? []) : [];
  const choices = options.map(({ text, description }) =>
    ['- ( )', text.text, ...(description === undefined ? [] : [`· ${description.text}`])].join(' '),
  );
  return [
    `${label.text}${choices.length === 0 ? ': `________`' : ':'}`,
    ...(choices.length === 0 ? [] : [choices.join('\n')]),
  ].join('\n\n');
}

/** The people of the samples, by their ids. */
const people: Readonly<Record<string, string>> = { U01: 'ANA', U02: 'BEN', U03: 'CLEO' };
const named = (mrkdwn: string): string =>
  mrkdwn.replace(/<@(U0\d)>/g, (whole, id: string) => (people[id] === undefined ? whole : `<@${people[id]}>`));

/** Line breaks and bold words stay; blocks of code keep theirs as they are. */
const markdown = (mrkdwn: string): string =>
  plainText(named(mrkdwn), '**')
    .split(/(```[\s\S]*?```)/)
    .map((part) => (part.startsWith('```') ? fenced(part) : part.replace(/\n(?=.)/g, '\\\n')))
    .join('\n')
    .replace(/\n+$/, '');

const fenced = (part: string): string => `\`\`\`sql\n${part.slice(3, -3).trim()}\n\`\`\``;
