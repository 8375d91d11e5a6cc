import type { Message, OpenView, SharedFile } from './model.ts';
import { clockOf } from './reading/dates.ts';
import { emojiFor } from './reading/emoji.ts';
import { readMrkdwn } from './reading/mrkdwn.ts';
import { channelName, personName, type Reader } from './reading/reader.ts';
import { drawBlocks } from './transcript/blocks.ts';
import type { Canvas } from './transcript/canvas.ts';
import { type Line, lineColumns, padTo, piece, piecesOf, wrap } from './transcript/line.ts';
import { paint } from './transcript/paint.ts';

export interface TranscriptOptions {
  /** Columns; default 100. */
  readonly width?: number;
  /** ANSI colours; default none. */
  readonly colour?: boolean;
}

/** Whatever knows the people, groups and channels: the running stand-in does. */
export interface Names {
  readonly people: Reader['people'];
  readonly groups: Reader['groups'];
  readonly channels: Reader['channels'];
}

/** The reader that this person is: their zone, their "today". */
export const readerFor = (names: Names, userId: string, now: number = Date.now()): Reader => ({
  people: names.people,
  groups: names.groups,
  channels: names.channels,
  tz: names.people.get(userId)?.tz ?? 'UTC',
  now,
});

/** `inset`: the columns that bars and borders take. */
const canvasOf = (reader: Reader, options: TranscriptOptions & { inset: number }, view?: OpenView): Canvas => ({
  reader,
  width: (options.width ?? 100) - options.inset,
  colour: options.colour === true,
  picks: view?.picks ?? new Map(),
  errors: view?.errors ?? {},
});

const painted = (lines: readonly Line[], options: TranscriptOptions): string =>
  lines.map((line) => paint(line, options.colour === true)).join('\n');

const sizeOf = ({ content }: SharedFile): string =>
  content.length < 1000 ? `${content.length} B` : `${(content.length / 1000).toFixed(1)} kB`;

const fileLine = (file: SharedFile): Line => {
  const lines = file.content.toString('utf8').trimEnd().split('\n').length;
  return [piece('▤ '), piece(file.name, 'link'), piece(` · ${lines} lines · ${sizeOf(file)}`, 'dim')];
};

const authorLine = (reader: Reader, message: Message): Line => {
  const author = reader.people.get(message.author);
  return [
    piece(author?.name ?? message.author, 'bold'),
    ...(author?.bot === true ? [piece(' APP', 'dim')] : []),
    piece(`  ${clockOf(reader, message.ts)}`, 'dim'),
    ...(message.edits.length > 0 ? [piece('  (edited)', 'dim')] : []),
    ...(message.onlyFor === null ? [] : [piece('  · only visible to you', 'italic', 'dim')]),
    ...(message.threadTs === null ? [] : [piece('  · in thread', 'dim')]),
  ];
};

const bodyLines = (canvas: Canvas, message: Message): readonly Line[] =>
  message.blocks.length > 0
    ? drawBlocks(canvas, message.blocks)
    : message.text === ''
      ? []
      : wrap(piecesOf(readMrkdwn(canvas.reader, message.text), canvas.colour), canvas.width);

const reactionLines = (message: Message): readonly Line[] =>
  message.reactions.length === 0
    ? []
    : [message.reactions.map(({ name, users }) => piece(`${emojiFor(name)} ${users.length}  `, 'dim'))];

/** A message as its reader sees it, with its author and time; replies in a thread are indented. */
export const renderMessage = (message: Message, reader: Reader, options: TranscriptOptions = {}): string => {
  const indent = message.threadTs === null ? '' : '    ';
  const canvas = canvasOf(reader, { ...options, inset: indent.length + 2 });
  const bar = piece(message.onlyFor === null ? '│ ' : '┊ ', 'dim');
  const body = [...bodyLines(canvas, message), ...message.files.map(fileLine), ...reactionLines(message)];
  const lines = [authorLine(reader, message), ...body.map((line) => [bar, ...line])];
  return painted(
    lines.map((line) => [piece(indent), ...line]),
    options,
  );
};

const boxed = (line: Line, width: number): Line => [piece('│ ', 'dim'), ...padTo(line, width), piece(' │', 'dim')];

const rule = ([left, right]: readonly [string, string], title: string, width: number): Line => {
  const label = title === '' ? '' : `─ ${title} `;
  return [
    piece(left, 'dim'),
    piece(label, 'bold'),
    piece('─'.repeat(width + 2 - lineColumns([piece(label)])), 'dim'),
    piece(right, 'dim'),
  ];
};

const modalButtons = (view: OpenView, width: number): Line => {
  const { definition } = view;
  const submit = definition.type === 'modal' && definition.submit ? definition.submit.text : undefined;
  const close = (definition.type === 'modal' && definition.close?.text) || 'Cancel';
  const buttons = [
    piece(`[${close}]`, 'button'),
    ...(submit === undefined ? [] : [piece('  '), piece(`[${submit}]`, 'primary')]),
  ];
  return [piece(' '.repeat(Math.max(0, width - lineColumns(buttons)))), ...buttons];
};

/** A modal drawn as a box, with what was typed so far. At most 76 columns wide, as modals are narrow. */
export const renderModal = (view: OpenView, reader: Reader, options: TranscriptOptions = {}): string => {
  const canvas = canvasOf(reader, { ...options, width: Math.min(options.width ?? 100, 76), inset: 4 }, view);
  const { width } = canvas;
  const title = view.definition.type === 'modal' ? view.definition.title.text : 'Home';
  return painted(
    [
      rule(['┌', '┐'], title, width),
      ...drawBlocks(canvas, view.definition.blocks).map((line) => boxed(line, width)),
      rule(['├', '┤'], '', width),
      boxed(modalButtons(view, width), width),
      rule(['└', '┘'], '', width),
    ],
    options,
  );
};

/** What a person typed: `@ana in #migrations: /migrate status`. */
export const renderCommand = (
  typed: { readonly user: string; readonly channel: string; readonly line: string },
  reader: Reader,
  options: TranscriptOptions = {},
): string =>
  painted(
    [
      [
        piece(personName(reader, typed.user), 'mention'),
        piece(` in ${channelName(reader, typed.channel)}: `, 'dim'),
        piece(typed.line, 'bold'),
      ],
    ],
    options,
  );
