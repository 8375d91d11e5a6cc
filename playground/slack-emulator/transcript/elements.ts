import type { InteractiveElement } from '../block-kit/elements.ts';
import type { Picked } from '../model.ts';
import { isTicked, placeholderOf, shownValue } from '../reading/labels.ts';
import { readText } from '../reading/texts.ts';
import type { Canvas } from './canvas.ts';
import { type Line, type Piece, piece, piecesOf } from './line.ts';

const buttonPiece = (element: Extract<InteractiveElement, { type: 'button' }>): Piece =>
  piece(`[${element.text.text}${element.url === undefined ? '' : ' ↗'}]`, element.style ?? 'button');

/** An element that fits on a line: `[Approve]`, `[Pick a window ▾]`. */
export const inlineElement = (canvas: Canvas, element: InteractiveElement, pick: Picked | undefined): Piece => {
  if (element.type === 'button') return buttonPiece(element);
  if (element.type === 'overflow') return piece('[⋯]', 'button');
  const value = shownValue(canvas.reader, element, pick);
  return piece(`[${value ?? placeholderOf(element)} ▾]`, value === undefined ? 'dim' : 'button');
};

const tickMarks = { radio_buttons: ['(•)', '( )'], checkboxes: ['[x]', '[ ]'] } as const;

const ticks = (
  canvas: Canvas,
  element: Extract<InteractiveElement, { type: 'radio_buttons' | 'checkboxes' }>,
  pick: Picked | undefined,
): readonly Line[] =>
  element.options.flatMap((option) => {
    const mark = tickMarks[element.type][isTicked(element, pick, option) ? 0 : 1];
    const label = [piece(`${mark} `), ...piecesOf(readText(canvas.reader, option.text), canvas.colour)];
    return option.description === undefined ? [label] : [label, [piece(`    ${option.description.text}`, 'dim')]];
  });

const typed = (canvas: Canvas, element: InteractiveElement, pick: Picked | undefined): readonly Line[] => {
  const value = shownValue(canvas.reader, element, pick);
  const shown = value ?? placeholderOf(element);
  return shown.split('\n').map((line) => [piece(`▏${line.padEnd(24)}`, value === undefined ? 'dim' : 'button')]);
};

/** An element that takes lines of its own: a text field, radio buttons, checkboxes. */
export const elementLines = (
  canvas: Canvas,
  element: InteractiveElement,
  pick: Picked | undefined,
): readonly Line[] => {
  switch (element.type) {
    case 'radio_buttons':
    case 'checkboxes':
      return ticks(canvas, element, pick);
    case 'plain_text_input':
    case 'number_input':
    case 'email_text_input':
    case 'url_text_input':
      return typed(canvas, element, pick);
    default:
      return [[inlineElement(canvas, element, pick)]];
  }
};
