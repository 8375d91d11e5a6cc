import type { RichText, RichTextInline } from '../block-kit/rich-text.ts';
import type { TextObject } from '../block-kit/text.ts';
import { writeDate } from './dates.ts';
import { emojiFor } from './emoji.ts';
import { type Look, readMrkdwn, type Span } from './mrkdwn.ts';
import { channelName, groupName, personName, type Reader } from './reader.ts';

const emojiInPlain = (text: string): string => text.replace(/:([a-z0-9_+-]+):/g, (_, code: string) => emojiFor(code));

/** Reads a text object: mrkdwn as mrkdwn, plain text as it is (with its emoji, unless turned off). */
export const readText = (reader: Reader, text: TextObject): readonly Span[] =>
  text.type === 'mrkdwn'
    ? readMrkdwn(reader, text.text)
    : [{ text: text.emoji === false ? text.text : emojiInPlain(text.text), looks: [] }];

const inlineText = (reader: Reader, inline: RichTextInline): string => {
  switch (inline.type) {
    case 'text':
      return inline.text;
    case 'link':
      return inline.text ?? inline.url;
    case 'user':
      return personName(reader, inline.user_id);
    case 'usergroup':
      return groupName(reader, inline.usergroup_id);
    case 'channel':
      return channelName(reader, inline.channel_id);
    case 'emoji':
      return emojiFor(inline.name);
    case 'broadcast':
      return `@${inline.range}`;
    case 'date':
      return writeDate(reader, inline.timestamp * 1000, inline.format) ?? inline.fallback ?? '';
  }
};

const mentions = new Set<RichTextInline['type']>(['user', 'usergroup', 'channel', 'broadcast']);

const inlineSpan = (reader: Reader, inline: RichTextInline): Span => {
  const style = Object.entries(inline.style ?? {}).flatMap(([look, on]) => (on ? [look as Look] : []));
  const kind: readonly Look[] = mentions.has(inline.type) ? ['mention'] : inline.type === 'link' ? ['link'] : [];
  return {
    text: inlineText(reader, inline),
    looks: [...style, ...kind],
    ...(inline.type === 'link' && { url: inline.url }),
  };
};

/** A paragraph of rich text: its spans, and what stands before it (a bullet, a number, a quotation bar). */
export interface Paragraph {
  readonly lead: string;
  readonly spans: readonly Span[];
}

const paragraph = (reader: Reader, lead: string, inlines: readonly RichTextInline[]): Paragraph => ({
  lead,
  spans: inlines.map((inline) => inlineSpan(reader, inline)),
});

const paragraphsOf = (reader: Reader, element: RichText['elements'][number]): readonly Paragraph[] => {
  switch (element.type) {
    case 'rich_text_section':
      return [paragraph(reader, '', element.elements)];
    case 'rich_text_quote':
      return [paragraph(reader, '▏ ', element.elements)];
    case 'rich_text_preformatted':
      return [
        {
          lead: '',
          spans: [{ text: element.elements.map((it) => inlineText(reader, it)).join(''), looks: ['pre'] }],
        },
      ];
    case 'rich_text_list':
      return element.elements.map((item, at) =>
        paragraph(
          reader,
          `${'  '.repeat(element.indent ?? 0)}${element.style === 'ordered' ? `${at + 1}. ` : '• '}`,
          item.elements,
        ),
      );
  }
};

/** Reads a rich text block paragraph by paragraph. */
export const readRichText = (reader: Reader, block: RichText): readonly Paragraph[] =>
  block.elements.flatMap((element) => paragraphsOf(reader, element));
