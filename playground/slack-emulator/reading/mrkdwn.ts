import { writeDate } from './dates.ts';
import { emojiFor } from './emoji.ts';
import { channelName, groupName, personName, type Reader } from './reader.ts';

export type Look = 'bold' | 'italic' | 'strike' | 'code' | 'mention' | 'link' | 'pre';

/** A piece of text with one look. */
export interface Span {
  readonly text: string;
  readonly looks: readonly Look[];
  readonly url?: string;
}

const decode = (text: string): string => text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');

const dateSpan = (reader: Reader, body: string): Span => {
  const [pointed = '', fallback = ''] = body.split('|');
  const [, seconds = '', pattern = '', url] = pointed.split('^');
  const text = writeDate(reader, Number(seconds) * 1000, pattern) ?? fallback;
  return { text, looks: url === undefined ? [] : ['link'], ...(url !== undefined && { url }) };
};

const specialSpan = (reader: Reader, body: string): Span => {
  if (body.startsWith('date^')) return dateSpan(reader, body);
  const [, group] = /^subteam\^(\w+)/.exec(body) ?? [];
  return { text: group === undefined ? `@${body.split('|')[0]}` : groupName(reader, group), looks: ['mention'] };
};

/** Reads what stands between `<` and `>`: a person, a channel, a group, a date or a link. */
const angleSpan = (reader: Reader, body: string): Span => {
  const [target = '', label] = body.split('|');
  switch (body[0]) {
    case '@':
      return { text: personName(reader, target.slice(1)), looks: ['mention'] };
    case '#':
      return { text: channelName(reader, target.slice(1)), looks: ['mention'] };
    case '!':
      return specialSpan(reader, body.slice(1));
    default:
      return { text: decode(label ?? target), looks: ['link'], url: decode(target) };
  }
};

/** Bold, italic and strike count only around whole words, as in Slack. */
const pattern =
  /```([\s\S]*?)```|`([^`\n]+)`|<([^<>\n]+)>|(?<![\w*])\*(?=\S)([^*\n]*\S)\*(?![\w*])|(?<![\w_])_(?=\S)([^_\n]*\S)_(?![\w_])|(?<![\w~])~(?=\S)([^~\n]*\S)~(?![\w~])|:([a-z0-9_+-]+):/g;

const within = (look: Look, spans: readonly Span[]): readonly Span[] =>
  spans.map((span) => ({ ...span, looks: [look, ...span.looks] }));

const spansOf = (reader: Reader, match: RegExpMatchArray): readonly Span[] => {
  const [whole, pre, code, angle, bold, italic, strike, emoji] = match;
  if (pre !== undefined) return [{ text: decode(pre.replace(/^\n|\n$/g, '')), looks: ['pre'] }];
  if (code !== undefined) return [{ text: decode(code), looks: ['code'] }];
  if (angle !== undefined) return [angleSpan(reader, angle)];
  if (bold !== undefined) return within('bold', readMrkdwn(reader, bold));
  if (italic !== undefined) return within('italic', readMrkdwn(reader, italic));
  if (strike !== undefined) return within('strike', readMrkdwn(reader, strike));
  return [{ text: emoji === undefined ? whole : emojiFor(emoji), looks: [] }];
};

/** Reads Slack's mrkdwn as this person sees it: names instead of ids, dates in their zone. */
export const readMrkdwn = (reader: Reader, text: string): readonly Span[] => {
  const spans: Span[] = [];
  let from = 0;
  const addPlain = (to: number) => {
    if (to > from) spans.push({ text: decode(text.slice(from, to)), looks: [] });
  };
  for (const match of text.matchAll(pattern)) {
    addPlain(match.index);
    spans.push(...spansOf(reader, match));
    from = match.index + match[0].length;
  }
  addPlain(text.length);
  return spans;
};
