import type { Message, OpenView } from './model.ts';
import { blocksHtml, type Sheet } from './page/blocks.ts';
import { escapeHtml, tag } from './page/html.ts';
import { spansHtml } from './page/spans.ts';
import { style } from './page/style.ts';
import { clockOf } from './reading/dates.ts';
import { readMrkdwn } from './reading/mrkdwn.ts';
import { channelName, type Reader } from './reading/reader.ts';

const page = (body: string): string =>
  `<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>Slack</title><style>${style}</style></head>\n<body>\n${body}\n</body></html>\n`;

const sheetOf = (reader: Reader, view?: OpenView): Sheet => ({
  reader,
  picks: view?.picks ?? new Map(),
  errors: view?.errors ?? {},
});

const filesHtml = (message: Message): string =>
  message.files
    .map(({ name, content }) =>
      tag('div', 'file', `<b>${escapeHtml(name)}</b><br>${tag('span', 'quiet', `${content.length} bytes`)}`),
    )
    .join('');

const bodyHtml = (message: Message, reader: Reader): string =>
  message.blocks.length > 0
    ? blocksHtml(sheetOf(reader), message.blocks)
    : tag('div', 'block', spansHtml(readMrkdwn(reader, message.text)));

const messageHtml = (message: Message, reader: Reader): string => {
  const author = reader.people.get(message.author);
  const name = author?.name ?? message.author;
  const head = [
    tag('span', 'author', escapeHtml(name)),
    author?.bot === true ? tag('span', 'app', 'APP') : '',
    tag('span', 'time', clockOf(reader, message.ts)),
    message.edits.length > 0 ? tag('span', 'quiet', ' (edited)') : '',
  ].join('');
  const ephemeral = message.onlyFor === null ? '' : tag('div', 'ephemeral', 'Only visible to you');
  const content = tag(
    'div',
    'content',
    ephemeral + tag('div', '', head) + bodyHtml(message, reader) + filesHtml(message),
  );
  const avatar = tag('div', 'avatar', escapeHtml(name.slice(0, 1)));
  return tag('div', message.threadTs === null ? 'message' : 'message reply', avatar + content);
};

/** Messages of one channel as a small page of its own that looks like Slack, to be opened or photographed. */
export const messagePage = (messages: readonly Message[], reader: Reader): string => {
  const [first] = messages;
  const title = first === undefined ? '' : tag('div', 'channel', escapeHtml(channelName(reader, first.channel)));
  return page(title + messages.map((message) => messageHtml(message, reader)).join('\n'));
};
