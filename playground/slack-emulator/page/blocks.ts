import type { AnyBlock, BlockOf } from '../block-kit/blocks.ts';
import type { InteractiveElement } from '../block-kit/elements.ts';
import type { Picked } from '../model.ts';
import { isTicked, placeholderOf, shownValue } from '../reading/labels.ts';
import type { Reader } from '../reading/reader.ts';
import { readRichText } from '../reading/texts.ts';
import { escapeHtml, tag } from './html.ts';
import { spansHtml, textHtml } from './spans.ts';

/** For whom a page is drawn, and what they typed so far. */
export interface Sheet {
  readonly reader: Reader;
  readonly picks: ReadonlyMap<string, Picked>;
  readonly errors: Readonly<Record<string, string>>;
}

const pickOf = (sheet: Sheet, block: AnyBlock, element: InteractiveElement) =>
  sheet.picks.get(`${block.block_id}/${element.action_id}`);

const ticksHtml = (
  sheet: Sheet,
  element: Extract<InteractiveElement, { type: 'radio_buttons' | 'checkboxes' }>,
  pick: Picked | undefined,
): string =>
  element.options
    .map((option) => {
      const [on, off] = element.type === 'checkboxes' ? ['☑', '☐'] : ['◉', '○'];
      const mark = isTicked(element, pick, option) ? on : off;
      const more =
        option.description === undefined ? '' : `<br>${tag('span', 'quiet', escapeHtml(option.description.text))}`;
      return tag('div', '', `${mark} ${textHtml(sheet.reader, option.text)}${more}`);
    })
    .join('');

const elementHtml = (sheet: Sheet, block: AnyBlock, element: InteractiveElement): string => {
  const pick = pickOf(sheet, block, element);
  const value = shownValue(sheet.reader, element, pick);
  switch (element.type) {
    case 'button':
      return tag('span', `button ${element.style ?? ''}`.trim(), escapeHtml(element.text.text));
    case 'overflow':
      return tag('span', 'button', '⋯');
    case 'radio_buttons':
    case 'checkboxes':
      return ticksHtml(sheet, element, pick);
    case 'plain_text_input':
    case 'number_input':
    case 'email_text_input':
    case 'url_text_input':
      return tag(
        'div',
        'box',
        value === undefined ? tag('span', 'placeholder', escapeHtml(placeholderOf(element))) : escapeHtml(value),
      );
    default:
      return tag('span', 'button select', `${escapeHtml(value ?? placeholderOf(element))} ▾`);
  }
};

const sectionHtml = (sheet: Sheet, block: BlockOf<'section'>): string => {
  const text = block.text === undefined ? '' : tag('div', 'text', textHtml(sheet.reader, block.text));
  const side =
    block.accessory === undefined || block.accessory.type === 'image'
      ? ''
      : tag('div', '', elementHtml(sheet, block, block.accessory));
  const fields = (block.fields ?? []).map((field) => tag('div', '', textHtml(sheet.reader, field))).join('');
  return [
    text + side === '' ? '' : tag('div', 'section', text + side),
    fields === '' ? '' : tag('div', 'fields', fields),
  ].join('');
};

const inputHtml = (sheet: Sheet, block: BlockOf<'input'>): string => {
  const error = sheet.errors[block.block_id ?? ''];
  return [
    tag(
      'div',
      'label',
      escapeHtml(block.label.text) + (block.optional === true ? tag('span', 'quiet', ' (optional)') : ''),
    ),
    elementHtml(sheet, block, block.element),
    error === undefined ? '' : tag('div', 'error', escapeHtml(error)),
    block.hint === undefined ? '' : tag('div', 'quiet', escapeHtml(block.hint.text)),
  ].join('');
};

const richHtml = (reader: Reader, block: BlockOf<'rich_text'>): string =>
  readRichText(reader, block)
    .map(({ lead, spans }) => tag('div', '', escapeHtml(lead) + spansHtml(spans)))
    .join('');

const tableHtml = (reader: Reader, block: BlockOf<'table'>): string =>
  tag(
    'table',
    '',
    block.rows
      .map((cells) =>
        tag(
          'tr',
          '',
          cells
            .map((cell) => tag('td', '', cell.type === 'rich_text' ? richHtml(reader, cell) : escapeHtml(cell.text)))
            .join(''),
        ),
      )
      .join(''),
  );

const taskMarks = { pending: '○', in_progress: '▸', complete: '✓', error: '✗' } as const;

const taskHtml = (reader: Reader, task: BlockOf<'task_card'>): string =>
  tag('div', '', `${taskMarks[task.status]} <b>${escapeHtml(task.title)}</b>`) +
  [task.details, task.output].map((it) => (it === undefined ? '' : richHtml(reader, it))).join('');

const cardHtml = (sheet: Sheet, block: BlockOf<'card'>): string =>
  [block.title, block.subtitle, block.body]
    .map((it) => (it === undefined ? '' : tag('div', '', textHtml(sheet.reader, it))))
    .join('') + tag('div', 'actions', (block.actions ?? []).map((it) => elementHtml(sheet, block, it)).join(''));

const contextHtml = (reader: Reader, block: BlockOf<'context'>): string =>
  block.elements.map((it) => (it.type === 'image' ? escapeHtml(it.alt_text) : textHtml(reader, it))).join(' &nbsp; ');

const insideHtml = (sheet: Sheet, block: AnyBlock): string => {
  switch (block.type) {
    case 'header':
      return escapeHtml(block.text.text);
    case 'section':
      return sectionHtml(sheet, block);
    case 'context':
      return contextHtml(sheet.reader, block);
    case 'actions':
      return block.elements.map((it) => elementHtml(sheet, block, it)).join('');
    case 'divider':
      return '';
    case 'image':
      return tag('span', 'quiet', `(picture: ${escapeHtml(block.alt_text)})`);
    case 'input':
      return inputHtml(sheet, block);
    case 'markdown':
      return escapeHtml(block.text);
    case 'rich_text':
      return richHtml(sheet.reader, block);
    case 'table':
      return tableHtml(sheet.reader, block);
    case 'task_card':
      return taskHtml(sheet.reader, block);
    case 'plan':
      return (
        tag('b', '', escapeHtml(block.title)) + (block.tasks ?? []).map((it) => taskHtml(sheet.reader, it)).join('')
      );
    case 'alert':
      return textHtml(sheet.reader, block.text);
    case 'card':
      return cardHtml(sheet, block);
  }
};

/** Blocks as HTML. A section's own box holds its text and what stands beside it. */
export const blocksHtml = (sheet: Sheet, blocks: readonly AnyBlock[]): string =>
  blocks
    .map((block) => {
      if (block.type === 'divider') return '<hr class="divider">';
      const classes = block.type === 'section' ? 'block' : `block ${block.type}`;
      return tag('div', classes, insideHtml(sheet, block));
    })
    .join('\n');
