import type { Look, Span } from '../reading/mrkdwn.ts';

export type Shade = Look | 'dim' | 'primary' | 'danger' | 'heading' | 'button' | 'warn';

/** A piece of a line on a terminal. */
export interface Piece {
  readonly text: string;
  readonly shades: readonly Shade[];
}
export type Line = readonly Piece[];

export const piece = (text: string, ...shades: readonly Shade[]): Piece => ({ text, shades });

/** How many columns a text takes; pictures take two. */
const columns = (text: string): number =>
  [...text.replace(/[\u{fe0e}\u{fe0f}\u{200d}]/gu, '')].reduce(
    (sum, character) => sum + (/\p{Emoji_Presentation}/u.test(character) ? 2 : 1),
    0,
  );

export const lineColumns = (line: Line): number => line.reduce((sum, { text }) => sum + columns(text), 0);

/** Fills a line with blanks up to this width. */
export const padTo = (line: Line, width: number): Line => {
  const missing = width - lineColumns(line);
  return missing > 0 ? [...line, piece(' '.repeat(missing))] : line;
};

const cutWord = (word: string, width: number): readonly string[] => {
  const parts: string[] = [];
  let part = '';
  for (const character of word) {
    if (columns(part + character) > width && part !== '') {
      parts.push(part);
      part = '';
    }
    part += character;
  }
  return [...parts, part];
};

const wordsOf = ({ text, shades }: Piece, width: number): readonly Piece[] =>
  (text.match(/\n|[^\S\n]+|\S+/g) ?? []).flatMap((word) =>
    cutWord(word, width).map((part) => ({ text: part, shades })),
  );

/** A word that begins an item of a list: further lines of the item stand below its text, not below this. */
const leads = /^(\d+\.|[•·✓✗–▸○◌⏳])$/u;

const hangingFor = (line: readonly Piece[], word: Piece): Piece[] =>
  line.length === 0 && leads.test(word.text) ? [piece(' '.repeat(columns(word.text) + 1))] : [];

/** Breaks pieces into lines of at most `width` columns: at blanks where possible, within a word where not. */
export const wrap = (pieces: readonly Piece[], width: number): readonly Line[] => {
  const lines: Piece[][] = [[]];
  let hanging: Piece[] = [];
  for (const word of pieces.flatMap((it) => wordsOf(it, width - 4))) {
    const line = lines.at(-1) ?? [];
    const fits = lineColumns(line) + columns(word.text) <= width;
    if (line.length === 0) hanging = hangingFor(line, word);
    if (word.text === '\n') lines.push([]);
    else if (fits) line.push(word);
    else if (word.text.trim() !== '') lines.push([...hanging, word]);
  }
  return lines;
};

const preText = (text: string): string =>
  text
    .split('\n')
    .map((line) => `  ${line}`)
    .join('\n');

/** Code stands on lines of its own: exactly one break before and after it, none at the very ends. */
const withBreaks = (spans: readonly Span[]): readonly Span[] =>
  spans.map((span, at) => {
    if (!span.looks.includes('pre')) return span;
    const before = at > 0 && !spans[at - 1]?.text.endsWith('\n') ? '\n' : '';
    const after = at < spans.length - 1 && !spans[at + 1]?.text.startsWith('\n') ? '\n' : '';
    return { ...span, text: `${before}${preText(span.text)}${after}` };
  });

/** The pieces of read text; without colour, bold keeps its stars and code its backticks, so that both stay visible. */
export const piecesOf = (spans: readonly Span[], colour: boolean): readonly Piece[] =>
  withBreaks(spans).map(({ text, looks }) => {
    const coded = looks.includes('code') ? `\`${text}\`` : text;
    return { text: looks.includes('bold') && !colour ? `*${coded}*` : coded, shades: looks };
  });
