import type { Line, Shade } from './line.ts';

/** ANSI "select graphic rendition" codes. */
const codes: Readonly<Record<Shade, string>> = {
  bold: '1',
  heading: '1',
  italic: '3',
  strike: '9',
  code: '33',
  pre: '2',
  mention: '36',
  link: '4',
  dim: '2',
  primary: '1;32',
  danger: '1;31',
  button: '1',
  warn: '31',
};

/** Writes a line, with ANSI colours or without; blanks at its end are dropped. */
export const paint = (line: Line, colour: boolean): string =>
  line
    .map(({ text, shades }) =>
      colour && shades.length > 0 && text.trim() !== ''
        ? `\u001b[${shades.map((shade) => codes[shade]).join(';')}m${text}\u001b[0m`
        : text,
    )
    .join('')
    .trimEnd();
