import type { Message, Notice, OpenView } from '../../slack-emulator/model.ts';
import { readMrkdwn } from '../../slack-emulator/reading/mrkdwn.ts';
import { channelName, type Reader } from '../../slack-emulator/reading/reader.ts';
import { type Line, lineColumns, type Piece, piece, piecesOf, wrap } from '../../slack-emulator/transcript/line.ts';
import { paint } from '../../slack-emulator/transcript/paint.ts';
import {
  type Names,
  readerFor,
  renderCommand,
  renderMessage,
  renderModal,
  renderNotice,
} from '../../slack-emulator/transcript.ts';
import { cast, type Name } from '../../stage/cast.ts';

export interface PaperOptions {
  readonly write: (text: string) => void;
  /** ANSI colours. */
  readonly colour: boolean;
  /** Columns. */
  readonly width: number;
}

/** Where the story is written: headings, a narrator's sentences, gestures, and Slack as somebody sees it. */
export interface Paper {
  readonly title: (text: string) => void;
  readonly heading: (text: string) => void;
  /** The narrator; breaks lines by itself. */
  readonly tell: (text: string) => void;
  /** Lines as they are, indented. */
  readonly lines: (...lines: readonly Line[]) => void;
  readonly typed: (typed: { who: Name; channel: string; line: string }, names: Names) => void;
  /** "ben presses [Approve]". */
  readonly gesture: (who: Name, verb: string, what: string) => void;
  readonly message: (message: Message, who: Name, names: Names) => void;
  readonly modal: (view: OpenView, who: Name, names: Names) => void;
  readonly notice: (notice: Notice) => void;
  /** One line of a message, as it changed; `aside` stands at the right end. */
  readonly change: (mrkdwn: string, who: Name, names: Names, aside: string) => void;
  readonly checked: (sentence: string) => void;
  readonly broken: (sentence: string, why: string) => void;
  readonly blank: () => void;
}

const indent = '  ';

/** A paper that writes to a terminal or a file. */
export function openPaper(options: PaperOptions): Paper {
  const { write, colour, width } = options;
  const inner = width - indent.length;
  const draw = { width: inner, colour };
  const put = (...lines: readonly Line[]) => write(`${lines.map((line) => paint(line, colour)).join('\n')}\n`);
  const block = (text: string) => write(`${text.replace(/^(?=.)/gm, indent)}\n`);
  const flow = (pieces: readonly Piece[], room = inner) => wrap(pieces, room).map((line) => [piece(indent), ...line]);
  return {
    title: (text) => put([], [piece(text, 'heading')], [piece('═'.repeat(width), 'dim')]),
    heading: (text) => put([], [], headingLine(text, width), []),
    tell: (text) => put(...wrap([piece(text)], width), []),
    lines: (...lines) => put(...lines.map((line) => [piece(indent), ...line])),
    typed: ({ who, channel, line }, names) => {
      block(renderCommand({ user: cast[who], channel, line }, readerFor(names, cast[who]), draw));
      put([]);
    },
    gesture: (who, verb, what) =>
      put([piece(indent), piece(`@${who}`, 'mention'), piece(` ${verb} `, 'dim'), piece(what, 'bold')], []),
    message: (message, who, names) => {
      const reader = readerFor(names, cast[who]);
      put([piece(indent), piece(placeOf(message, who, reader), 'dim')]);
      block(renderMessage(message, reader, draw));
      put([]);
    },
    modal: (view, who, names) => {
      put([piece(indent), piece(`before @${who}`, 'dim')]);
      block(renderModal(view, readerFor(names, cast[who]), draw));
      put([]);
    },
    notice: (notice) => block(renderNotice(notice, draw)),
    change: (mrkdwn, who, names, aside) => {
      const pieces = piecesOf(readMrkdwn(readerFor(names, cast[who]), mrkdwn), colour);
      put(...withAside(wrap(pieces, inner - 10), aside, inner).map((line) => [piece(indent), ...line]));
    },
    checked: (sentence) =>
      put(...hanging([piece('✓ ', 'primary'), piece('checked: ', 'primary'), piece(sentence)], flow)),
    broken: (sentence, why) =>
      put(
        ...hanging([piece('✗ ', 'danger'), piece('not so: ', 'danger'), piece(sentence)], flow),
        [],
        ...flow([piece(why)]),
      ),
    blank: () => put([]),
  };
}

function headingLine(text: string, width: number): Line {
  const head = piece(`━━ ${text} `, 'heading');
  return [head, piece('━'.repeat(Math.max(2, width - lineColumns([head]))), 'dim')];
}

const hanging = (pieces: readonly Piece[], flow: (pieces: readonly Piece[]) => readonly Line[]): readonly Line[] =>
  flow(pieces);

/** The aside stands at the end of the first line, flush right. */
function withAside(lines: readonly Line[], aside: string, width: number): readonly Line[] {
  const [first = [], ...rest] = lines;
  const gap = width - lineColumns(first) - aside.length - 2;
  return [[piece('│ ', 'dim'), ...first, piece(' '.repeat(Math.max(1, gap))), piece(aside, 'dim')], ...rest];
}

/** Where a message stands, for the line above it. */
function placeOf({ channel, onlyFor }: Message, who: Name, reader: Reader): string {
  if (reader.channels.get(channel)?.kind === 'direct') return `Godwit's direct message to @${who}`;
  return onlyFor === null ? channelName(reader, channel) : `${channelName(reader, channel)}, only @${who} sees this`;
}
