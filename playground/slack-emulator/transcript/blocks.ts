import type { AnyBlock, BlockOf } from '../block-kit/blocks.ts';
import type { InteractiveElement } from '../block-kit/elements.ts';
import type { TextObject } from '../block-kit/text.ts';
import type { Picked } from '../model.ts';
import type { Span } from '../reading/mrkdwn.ts';
import { type Paragraph, readRichText, readText } from '../reading/texts.ts';
import type { Canvas } from './canvas.ts';
import { elementLines, inlineElement } from './elements.ts';
import { type Line, lineColumns, type Piece, padTo, piece, piecesOf, type Shade, wrap } from './line.ts';

const shade = (lines: readonly Line[], ...shades: readonly Shade[]): readonly Line[] =>
  lines.map((line) => line.map((it) => ({ ...it, shades: [...it.shades, ...shades] })));

const spanLines = (canvas: Canvas, spans: readonly Span[], width = canvas.width): readonly Line[] =>
  wrap(piecesOf(spans, canvas.colour), width).filter(
    (line, at, all) => line.length > 0 || (at > 0 && at < all.length - 1),
  );

const textLines = (canvas: Canvas, text: TextObject, width = canvas.width): readonly Line[] =>
  spanLines(canvas, readText(canvas.reader, text), width);

const pickFor = (canvas: Canvas, block: AnyBlock, element: InteractiveElement): Picked | undefined =>
  canvas.picks.get(`${block.block_id}/${element.action_id}`);

/** Puts pieces side by side with two blanks between, breaking between pieces only. */
const row = (pieces: readonly Piece[], width: number): readonly Line[] => {
  const lines: Piece[][] = [[]];
  for (const it of pieces) {
    const line = lines.at(-1) ?? [];
    if (line.length > 0 && lineColumns(line) + lineColumns([it]) + 2 > width) lines.push([it]);
    else line.push(...(line.length > 0 ? [piece('  ')] : []), it);
  }
  return lines;
};

const beside = (left: readonly Line[], right: readonly Line[], leftWidth: number): readonly Line[] =>
  Array.from({ length: Math.max(left.length, right.length) }, (_, at) => [
    ...padTo(left[at] ?? [], leftWidth),
    ...(right[at] ?? []),
  ]);

const fieldLines = (canvas: Canvas, fields: readonly TextObject[]): readonly Line[] => {
  const half = Math.floor(canvas.width / 2);
  const cells = fields.map((field) => textLines(canvas, field, half - 2));
  return cells.flatMap((cell, at) => (at % 2 === 0 ? beside(cell, cells[at + 1] ?? [], half) : []));
};

/** Text beside a button is kept this narrow, so that the eye finds the button. Columns. */
const besideMax = 72;

const sectionLines = (canvas: Canvas, block: BlockOf<'section'>): readonly Line[] => {
  const { accessory } = block;
  const fields = block.fields === undefined ? [] : fieldLines(canvas, block.fields);
  if (accessory === undefined || accessory.type === 'image')
    return [...(block.text === undefined ? [] : textLines(canvas, block.text)), ...fields];
  const side = elementLines(canvas, accessory, pickFor(canvas, block, accessory));
  const sideWidth = Math.max(...side.map(lineColumns));
  const left = Math.min(canvas.width - sideWidth - 2, besideMax);
  const text = block.text === undefined ? [] : textLines(canvas, block.text, left);
  return [...beside(text, side, left + 2), ...fields];
};

const inputLines = (canvas: Canvas, block: BlockOf<'input'>): readonly Line[] => {
  const error = canvas.errors[block.block_id ?? ''];
  return [
    [piece(block.label.text, 'bold'), ...(block.optional === true ? [piece(' (optional)', 'dim')] : [])],
    ...elementLines(canvas, block.element, pickFor(canvas, block, block.element)),
    ...(error === undefined ? [] : [[piece(`! ${error}`, 'warn')]]),
    ...(block.hint === undefined ? [] : shade(textLines(canvas, block.hint), 'dim')),
  ];
};

const contextLines = (canvas: Canvas, block: BlockOf<'context'>): readonly Line[] => {
  const spans = block.elements.map((it) =>
    it.type === 'image' ? [{ text: `(${it.alt_text})`, looks: [] }] : readText(canvas.reader, it),
  );
  const joined = spans.flatMap((it, at) => (at === 0 ? it : [{ text: '  ', looks: [] }, ...it]));
  return shade(spanLines(canvas, joined), 'dim');
};

const paragraphLines = (canvas: Canvas, { lead, spans }: Paragraph): readonly Line[] =>
  spanLines(canvas, spans, canvas.width - lead.length).map((line, at) => [
    piece(at === 0 ? lead : ' '.repeat(lead.length)),
    ...line,
  ]);

const cellLine = (canvas: Canvas, cell: BlockOf<'table'>['rows'][number][number]): Line =>
  cell.type === 'rich_text'
    ? readRichText(canvas.reader, cell).flatMap(({ spans }) => piecesOf(spans, canvas.colour))
    : [piece(cell.text)];

const tableLines = (canvas: Canvas, block: BlockOf<'table'>): readonly Line[] => {
  const cells = block.rows.map((cellsOfRow) => cellsOfRow.map((cell) => cellLine(canvas, cell)));
  const widths = (cells[0] ?? []).map((_, at) => Math.max(...cells.map((it) => lineColumns(it[at] ?? []))));
  const lines = cells.map((it) => it.flatMap((cell, at) => [...padTo(cell, widths[at] ?? 0), piece('  ')]));
  return lines.flatMap((line, at) => (at === 0 ? shade([line], 'bold') : [line]));
};

const taskMarks = { pending: '○', in_progress: '▸', complete: '✓', error: '✗' } as const;

const taskLines = (canvas: Canvas, task: BlockOf<'task_card'>): readonly Line[] => [
  [piece(`${taskMarks[task.status]} ${task.title}`, task.status === 'error' ? 'warn' : 'button')],
  ...[task.details, task.output].flatMap((it) =>
    it === undefined
      ? []
      : readRichText(canvas.reader, it).flatMap((paragraph) => paragraphLines(canvas, { ...paragraph, lead: '    ' })),
  ),
];

const cardLines = (canvas: Canvas, block: BlockOf<'card'>): readonly Line[] => [
  ...(block.title === undefined ? [] : shade(textLines(canvas, block.title), 'heading')),
  ...[block.subtitle, block.body].flatMap((it) => (it === undefined ? [] : textLines(canvas, it))),
  ...row(
    (block.actions ?? []).map((it) => inlineElement(canvas, it, pickFor(canvas, block, it))),
    canvas.width,
  ),
];

/** Draws one block. */
const blockLines = (canvas: Canvas, block: AnyBlock): readonly Line[] => {
  switch (block.type) {
    case 'header':
      return shade(wrap([piece(block.text.text)], canvas.width), 'heading');
    case 'section':
      return sectionLines(canvas, block);
    case 'context':
      return contextLines(canvas, block);
    case 'actions':
      return row(
        block.elements.map((it) => inlineElement(canvas, it, pickFor(canvas, block, it))),
        canvas.width,
      );
    case 'divider':
      return [[piece('─'.repeat(canvas.width), 'dim')]];
    case 'image':
      return [[piece(`(picture: ${block.alt_text})`, 'dim')]];
    case 'input':
      return inputLines(canvas, block);
    case 'markdown':
      return wrap([piece(block.text)], canvas.width);
    case 'rich_text':
      return readRichText(canvas.reader, block).flatMap((it) => paragraphLines(canvas, it));
    case 'table':
      return tableLines(canvas, block);
    case 'task_card':
      return taskLines(canvas, block);
    case 'plan':
      return [[piece(block.title, 'heading')], ...(block.tasks ?? []).flatMap((task) => taskLines(canvas, task))];
    case 'alert':
      return shade(textLines(canvas, block.text), block.level === 'error' ? 'warn' : 'bold');
    case 'card':
      return cardLines(canvas, block);
  }
};

/** A blank line stands before these, as the eye expects it. */
const airy = new Set<AnyBlock['type']>(['actions', 'input', 'table', 'plan', 'header']);

/** Draws blocks below each other. */
export const drawBlocks = (canvas: Canvas, blocks: readonly AnyBlock[]): readonly Line[] =>
  blocks.flatMap((block, at) => [...(at > 0 && airy.has(block.type) ? [[]] : []), ...blockLines(canvas, block)]);
