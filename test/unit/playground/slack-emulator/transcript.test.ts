import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AnyBlock } from '../../../../playground/slack-emulator/block-kit/blocks.ts';
import type { Message } from '../../../../playground/slack-emulator/model.ts';
import { readMrkdwn } from '../../../../playground/slack-emulator/reading/mrkdwn.ts';
import { readerFor, renderMessage, renderModal } from '../../../../playground/slack-emulator/transcript.ts';

const person = (id: string, name: string, tz: string, bot = false) =>
  [id, { id, name, tz, bot, guest: false, deleted: false }] as const;

const names = {
  people: new Map([
    person('U01', 'ana', 'Europe/Berlin'),
    person('U02', 'ben', 'America/New_York'),
    person('B', 'godwit', 'UTC', true),
  ]),
  groups: new Map([['S01', { id: 'S01', handle: 'dbas', members: [] }]]),
  channels: new Map(),
};
/** 12 November 2026, 12:00 UTC. */
const noon = Date.UTC(2026, 10, 12, 12);
const reader = readerFor(names, 'U01', noon);

const message = (rest: Partial<Message>): Message => ({
  channel: 'C01',
  ts: `${noon / 1000}.000100`,
  threadTs: null,
  author: 'B',
  onlyFor: null,
  text: 'fallback',
  blocks: [],
  files: [],
  reactions: [],
  edits: [],
  deleted: false,
  ...rest,
});
const mrkdwn = (text: string) => ({ type: 'mrkdwn' as const, text });
const plain = (text: string) => ({ type: 'plain_text' as const, text });
const shown = (text: string, as = reader) =>
  readMrkdwn(as, text)
    .map((span) => span.text)
    .join('');

describe('mrkdwn', () => {
  it.each([
    ['<@U01> asks <!subteam^S01>', '@ana asks @dbas'],
    ['&lt;!channel&gt; &amp; co', '<!channel> & co'],
    ['<https://example.org|the card>', 'the card'],
    [`until <!date^${noon / 1000 + 7200}^{date_short_pretty} at {time}|later>`, 'until today at 15:00'],
    [`<!date^${noon / 1000}^{date_num} {century}|a fallback>`, 'a fallback'],
    ['2 * 3 * 4 and snake_case_name', '2 * 3 * 4 and snake_case_name'],
    [':white_check_mark: :unheard_of:', '✅ :unheard_of:'],
  ])('%s', (text, expected) => {
    expect(shown(text)).toBe(expected);
  });

  it('shows a time in the zone of its reader', () => {
    const text = `<!date^${noon / 1000}^{time}|x>`;
    expect([shown(text), shown(text, readerFor(names, 'U02', noon))]).toEqual(['13:00', '07:00']);
  });

  it('knows bold from stars', () => {
    expect(readMrkdwn(reader, '*bold* `*code*`').map((span) => span.looks)).toEqual([['bold'], [], ['code']]);
  });
});

it('draws a card', () => {
  const blocks: readonly AnyBlock[] = [
    { type: 'header', text: plain('Deploy 3 migrations to production') },
    { type: 'section', text: mrkdwn('Asked by <@U01>, *1 risky*, 2 safe: ```ALTER TABLE x;```') },
    {
      type: 'section',
      text: mrkdwn('○ review'),
      accessory: { type: 'button', action_id: 'review', text: plain('Review') },
    },
    { type: 'section', fields: [mrkdwn('Approvals'), mrkdwn('1 of 2')] },
    { type: 'context', elements: [mrkdwn('missing: review')] },
    {
      type: 'actions',
      elements: [
        { type: 'button', action_id: 'a', text: plain('Approve') },
        { type: 'button', action_id: 'b', text: plain('Reject'), style: 'danger' },
      ],
    },
  ];
  expect(renderMessage(message({ blocks, onlyFor: 'U01' }), reader, { width: 60 })).toMatchInlineSnapshot(`
    "godwit APP  13:00  · only visible to you
    ┊ Deploy 3 migrations to production
    ┊ Asked by @ana, *1 risky*, 2 safe:
    ┊   ALTER TABLE x;
    ┊ ○ review                                          [Review]
    ┊ Approvals                    1 of 2
    ┊ missing: review
    ┊
    ┊ [Approve]  [Reject]"
  `);
});

it('colours only when asked to', () => {
  const bold = message({ text: '*bold*' });
  expect(renderMessage(bold, reader)).not.toContain('\u001b');
  expect(renderMessage(bold, reader, { colour: true })).toContain('\u001b[1mbold\u001b[0m');
});

it('wraps at its width, also a word that is longer', () => {
  const lines = renderMessage(message({ text: `${'word '.repeat(30)}${'x'.repeat(90)}` }), reader, { width: 40 }).split(
    '\n',
  );
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(40);
  expect(lines.join('').match(/x/g)).toHaveLength(90);
});

it('lets further lines of a list item stand below its text', () => {
  const body = renderMessage(message({ text: '1. one two three\n• four five six' }), reader, { width: 14 });
  expect(body.split('\n').slice(1)).toEqual(['│ 1. one two', '│    three', '│ • four five', '│   six']);
});

const words = fc.array(
  fc.constantFrom('go', '*bold*', '_it_', '`code`', '<@U01>', '•', '\n', '```a\nb```', 'x'.repeat(70)),
);

it('stays within its width and loses no word, whatever is written', () => {
  fc.assert(
    fc.property(words, fc.integer({ min: 20, max: 120 }), (parts, width) => {
      const text = parts.join(' ');
      const body = renderMessage(message({ text: `start ${text}` }), reader, { width });
      expect(Math.max(...body.split('\n').map((line) => [...line].length))).toBeLessThanOrEqual(Math.max(width, 40));
      for (const word of ['go', '@ana', 'bold', 'code']) {
        const count = (all: string) => all.split(word).length - 1;
        expect(count(body.replaceAll('godwit', ''))).toBe(count(shown(text)));
      }
    }),
  );
});

it("draws a picked moment in its reader's zone", () => {
  const blocks = [{ type: 'actions', elements: [{ type: 'datetimepicker', initial_date_time: noon / 1000 + 7200 }] }];
  const drawn = renderMessage(message({ blocks: blocks as AnyBlock[] }), reader);
  expect(drawn).toContain('[today 15:00 ▾]');
});

it('draws a modal with what was typed and what was wrong', () => {
  const view = renderModal(
    {
      id: 'V1',
      viewer: 'U01',
      hash: 'h',
      rootId: 'V1',
      previousId: null,
      state: 'open',
      picks: new Map([['why/text', { type: 'plain_text_input', value: 'looked at it' }]]),
      errors: { why: 'Say more' },
      definition: {
        type: 'modal',
        title: plain('Review'),
        submit: plain('Send'),
        blocks: [
          {
            type: 'input',
            block_id: 'why',
            label: plain('Note'),
            element: { type: 'plain_text_input', action_id: 'text' },
          },
        ],
      },
    },
    reader,
    { width: 44 },
  );
  expect(view).toMatchInlineSnapshot(`
    "┌─ Review ─────────────────────────────────┐
    │ Note                                     │
    │ ▏looked at it                            │
    │ ! Say more                               │
    ├──────────────────────────────────────────┤
    │                         [Cancel]  [Send] │
    └──────────────────────────────────────────┘"
  `);
});
