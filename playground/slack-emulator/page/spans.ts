import type { TextObject } from '../block-kit/text.ts';
import type { Look, Span } from '../reading/mrkdwn.ts';
import type { Reader } from '../reading/reader.ts';
import { readText } from '../reading/texts.ts';
import { escapeHtml, tag } from './html.ts';

const wrapIn: Readonly<Record<Look, (inside: string) => string>> = {
  bold: (inside) => tag('b', '', inside),
  italic: (inside) => tag('i', '', inside),
  strike: (inside) => tag('s', '', inside),
  code: (inside) => tag('code', '', inside),
  pre: (inside) => tag('pre', '', inside),
  mention: (inside) => tag('span', 'mention', inside),
  link: (inside) => tag('span', 'link', inside),
};

/** Read text as HTML. Line breaks around code are dropped: it is a block of its own. */
export const spansHtml = (spans: readonly Span[]): string =>
  spans
    .map((span) => span.looks.reduceRight((inside, look) => wrapIn[look](inside), escapeHtml(span.text)))
    .join('')
    .replace(/\n?(<pre>[\s\S]*?<\/pre>)\n?/g, '$1');

/** A text object as HTML. */
export const textHtml = (reader: Reader, text: TextObject): string => spansHtml(readText(reader, text));
