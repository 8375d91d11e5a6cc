import type { Message, OpenView } from '../../slack-emulator/model.ts';
import { readMrkdwn } from '../../slack-emulator/reading/mrkdwn.ts';
import { channelName, type Reader } from '../../slack-emulator/reading/reader.ts';
import { type Line, lineColumns, type Piece, piece, piecesOf, wrap } from '../../slack-emulator/transcript/line.ts';
import { paint } from '../../slack-emulator/transcript/paint.ts';
import { type Names, readerFor, renderCommand, renderMessage, renderModal } from '../../slack-emulator/transcript.ts';
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
  /** The narrator. */
  readonly tell: (text: string) => void;
  /** Lines as they are, indented. */
  readonly lines: (lines: readonly Line[]) => void;
  readonly typed: (typed: { who: Name; channel: string; line: string }, names: Names) => void;
  /** "@ben presses [Approve]" */
  readonly gesture: (who: Name, verb: string, what: string) => void;
  readonly message: (message: Message, who: Name, names: Names) => void;
  /** What is new in a message that was shown before. */
  readonly update: (before: Message, now: Message, who: Name, names: Names) => void;
  readonly modal: (view: OpenView, who: Name, names: Names) => void;
  /** One line of a message, as it changed; `aside` stands at the right end. */
  readonly change: (line: { mrkdwn: string; aside: string }, who: Name, names: Names) => void;
  readonly checked: (sentence: string) => void;
  readonly broken: (sentence: string, why: string) => void;
}

/** What was written last: a blank line stands between different things. */
type Kind = 'nothing' | 'heading' | 'words' | 'gesture' | 'slack' | 'change' | 'check';

const indent = '  ';
/** Things that stand closely below each other. */
const close: readonly Kind[] = ['gesture', 'change', 'check'];

/** A paper that writes to a terminal or a file. */
export function openPaper({ write, colour, width }: PaperOptions): Paper {
  const inner = width - indent.length;
  const draw = { width: inner, colour };
  const last: { kind: Kind; place: string } = { kind: 'nothing', place: '' };
  const put = (kind: Kind, lines: readonly string[]) => {
    const together = kind === last.kind && close.includes(kind);
    write(`${together ? '' : '\n'}${lines.map((line) => `${line}\n`).join('')}`);
    Object.assign(last, { kind, place: '' });
  };
  const painted = (lines: readonly Line[]) => lines.map((line) => paint(line, colour));
  const indented = (lines: readonly Line[]) => painted(lines.map((line) => [piece(indent), ...line]));
  const drawn = (text: string) => text.split('\n').map((line) => (line === '' ? line : `${indent}${line}`));
  /** Messages in the same place are not told twice where they stand. */
  const slack = (place: string, text: string) => {
    const head = last.kind === 'slack' && last.place === place ? [] : indented([[piece(place, 'dim')]]);
    put('slack', [...head, ...drawn(text)]);
    last.place = place;
  };
  return {
    title: (text) => put('heading', painted([[piece(text, 'heading')], [piece('═'.repeat(width), 'dim')]])),
    heading: (text) => put('heading', painted([[], headingLine(text, width)])),
    tell: (text) => put('words', painted(wrap([piece(text)], width))),
    lines: (lines) => put('words', indented(lines)),
    typed: ({ who, channel, line }, names) =>
      put('gesture', drawn(renderCommand({ user: cast[who], channel, line }, readerFor(names, cast[who]), draw))),
    gesture: (who, verb, what) =>
      put('gesture', indented([[piece(`@${who}`, 'mention'), piece(` ${verb} `, 'dim'), piece(what, 'bold')]])),
    message: (message, who, names) => {
      const reader = readerFor(names, cast[who]);
      slack(placeOf(message, who, reader), renderMessage(message, reader, draw));
    },
    update: (before, now, who, names) => {
      const reader = readerFor(names, cast[who]);
      const old = new Set(renderMessage(before, reader, draw).split('\n'));
      const [author = '', ...lines] = renderMessage(now, reader, draw).split('\n');
      const fresh = lines.filter((line) => !old.has(line));
      if (fresh.length > 0) slack(placeOf(now, who, reader), [author, ...fresh].join('\n'));
    },
    modal: (view, who, names) => slack(`before @${who}`, renderModal(view, readerFor(names, cast[who]), draw)),
    change: ({ mrkdwn, aside }, who, names) => {
      const pieces = piecesOf(readMrkdwn(readerFor(names, cast[who]), mrkdwn), colour);
      put('change', indented(withAside(wrap(pieces, inner - 12), aside, inner)));
    },
    checked: (sentence) => put('check', indented(marked(piece('✓ ', 'primary'), sentence, inner))),
    broken: (sentence, why) => {
      put('check', indented(marked(piece('✗ not so: ', 'danger'), sentence, inner)));
      put('words', indented(wrap([piece(why)], inner)));
    },
  };
}

function headingLine(text: string, width: number): Line {
  const head = piece(`━━ ${text} `, 'heading');
  return [head, piece('━'.repeat(Math.max(2, width - lineColumns([head]))), 'dim')];
}

/** A sentence behind its mark; further lines stand below the sentence. */
function marked(mark: Piece, sentence: string, width: number): readonly Line[] {
  const margin = lineColumns([mark]);
  const word = mark.text.startsWith('✓') ? [piece('checked: ', 'primary')] : [];
  return wrap([...word, piece(sentence)], width - margin).map((line, at) => [
    at === 0 ? mark : piece(' '.repeat(margin)),
    ...line,
  ]);
}

/** The aside stands at the end of the first line, flush right. */
function withAside(lines: readonly Line[], aside: string, width: number): readonly Line[] {
  const bar = piece('│ ', 'dim');
  const [first = [], ...rest] = lines.map((line) => [bar, ...line]);
  const gap = width - lineColumns(first) - aside.length;
  return [[...first, piece(' '.repeat(Math.max(1, gap))), piece(aside, 'dim')], ...rest];
}

/** Where a message stands, for the line above it. */
function placeOf({ channel, onlyFor }: Message, who: Name, reader: Reader): string {
  if (reader.channels.get(channel)?.kind === 'direct') return `direct message from Godwit to @${who}`;
  return onlyFor === null ? channelName(reader, channel) : `${channelName(reader, channel)}, for @${who} alone`;
}
