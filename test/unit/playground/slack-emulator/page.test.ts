import { expect, it } from 'vitest';
import type { Message } from '../../../../playground/slack-emulator/model.ts';
import { messagePage } from '../../../../playground/slack-emulator/page.ts';
import { readerFor } from '../../../../playground/slack-emulator/transcript.ts';

const reader = readerFor({ people: new Map(), groups: new Map(), channels: new Map() }, 'U01', 0);
const message: Message = {
  channel: 'C01',
  ts: '1.000000',
  threadTs: null,
  author: 'B',
  onlyFor: null,
  text: '',
  blocks: [],
  files: [],
  reactions: [],
  edits: [],
  deleted: false,
};

it('keeps text text, also where it looks like HTML', () => {
  const html = messagePage([{ ...message, text: '*bold* &lt;b&gt; "x" `<@U01>`' }], reader);
  expect(html).toContain('<b>bold</b> &lt;b&gt; &quot;x&quot; <code>&lt;@U01&gt;</code>');
});

it('draws every kind of button', () => {
  const text = { type: 'plain_text' as const, text: 'Approve' };
  const elements = (['primary', 'danger'] as const).map((style) => ({ type: 'button' as const, text, style }));
  const html = messagePage([{ ...message, blocks: [{ type: 'actions', elements }] }], reader);
  expect(html).toContain('<span class="button primary">Approve</span><span class="button danger">Approve</span>');
});
