import { describe, expect, it } from 'vitest';
import {
  checkHome,
  checkMessageBlocks,
  checkModal,
} from '../../../../../playground/slack-emulator/block-kit/surfaces.ts';

const plain = (text: string) => ({ type: 'plain_text', text });
const mrkdwn = (text: string) => ({ type: 'mrkdwn', text });
const section = (text = 'hello', rest = {}) => ({ type: 'section', text: mrkdwn(text), ...rest });
const button = (rest = {}) => ({ type: 'button', action_id: 'go', text: plain('Go'), ...rest });
const actions = (...elements: unknown[]) => ({ type: 'actions', elements });
const options = (count: number) =>
  Array.from({ length: count }, (_, at) => ({ text: plain(`Option ${at}`), value: `v${at}` }));
const select = (rest = {}) => ({ type: 'static_select', action_id: 'pick', options: options(2), ...rest });
const input = (rest = {}) => ({
  type: 'input',
  label: plain('Why'),
  element: { type: 'plain_text_input', action_id: 'why' },
  ...rest,
});
const modal = (rest = {}) => ({ type: 'modal', title: plain('Review'), blocks: [section()], ...rest });

const problems = (checked: ReturnType<typeof checkMessageBlocks> | ReturnType<typeof checkModal>) =>
  checked.kind === 'refused' ? checked.problems : [];

describe('blocks of a message that are taken', () => {
  it.each([
    ['50 blocks', Array.from({ length: 50 }, () => ({ type: 'divider' }))],
    ['a section of 3,000 characters', [section('x'.repeat(3000))]],
    ['ten fields', [{ type: 'section', fields: Array.from({ length: 10 }, () => mrkdwn('x'.repeat(2000))) }]],
    ['a header of 150', [{ type: 'header', text: plain('x'.repeat(150)) }]],
    ['25 buttons', [actions(...Array.from({ length: 25 }, (_, at) => button({ action_id: `go${at}` })))]],
    ['the same action id in two blocks', [actions(button()), actions(button())]],
    ['a value of 2,000', [actions(button({ value: 'x'.repeat(2000) }))]],
    ['a select with a first choice', [actions(select({ initial_option: options(1)[0] }))]],
    [
      'a plan',
      [
        {
          type: 'plan',
          title: 'Run',
          tasks: [{ type: 'task_card', task_id: 't', title: 'backup', status: 'complete' }],
        },
      ],
    ],
  ])('%s', (_what, blocks) => {
    expect(checkMessageBlocks(blocks).kind).toBe('accepted');
  });
});

describe('blocks of a message that are refused', () => {
  it.each([
    [
      '51 blocks',
      Array.from({ length: 51 }, () => ({ type: 'divider' })),
      'no more than 50 items allowed [json-pointer:/blocks]',
    ],
    ['an unknown block', [{ type: 'sektion' }], 'unsupported type [json-pointer:/blocks/0/type]'],
    [
      'a block for modals only',
      [{ type: 'alert', text: plain('x') }],
      'unsupported type [json-pointer:/blocks/0/type]',
    ],
    [
      'an unknown key',
      [section('x', { colour: 'red' })],
      'invalid additional property: colour [json-pointer:/blocks/0]',
    ],
    ['a section without text', [{ type: 'section' }], 'missing required field: text [json-pointer:/blocks/0]'],
    ['an empty text', [section('')], 'must be more than 0 characters [json-pointer:/blocks/0/text/text]'],
    [
      'a text of 3,001',
      [section('x'.repeat(3001))],
      'must be less than 3001 characters [json-pointer:/blocks/0/text/text]',
    ],
    [
      'a field of 2,001',
      [{ type: 'section', fields: [mrkdwn('x'.repeat(2001))] }],
      'must be less than 2001 characters [json-pointer:/blocks/0/fields/0/text]',
    ],
    [
      'eleven fields',
      [{ type: 'section', fields: Array.from({ length: 11 }, () => mrkdwn('x')) }],
      'no more than 10 items allowed [json-pointer:/blocks/0/fields]',
    ],
    ['a header in mrkdwn', [{ type: 'header', text: mrkdwn('x') }], '[json-pointer:/blocks/0/text/type]'],
    [
      'a header of 151',
      [{ type: 'header', text: plain('x'.repeat(151)) }],
      'must be less than 151 characters [json-pointer:/blocks/0/text/text]',
    ],
    [
      '26 buttons',
      [actions(...Array.from({ length: 26 }, (_, at) => button({ action_id: `go${at}` })))],
      'no more than 25 items allowed [json-pointer:/blocks/0/elements]',
    ],
    ['no button', [actions()], 'no less than 1 items allowed [json-pointer:/blocks/0/elements]'],
    [
      'eleven context elements',
      [{ type: 'context', elements: Array.from({ length: 11 }, () => mrkdwn('x')) }],
      'no more than 10 items allowed [json-pointer:/blocks/0/elements]',
    ],
    [
      'an unknown element',
      [actions({ type: 'knob', action_id: 'a' })],
      'unsupported type [json-pointer:/blocks/0/elements/0/type]',
    ],
    [
      'an input element among actions',
      [actions({ type: 'plain_text_input', action_id: 'a' })],
      'unsupported type [json-pointer:/blocks/0/elements/0/type]',
    ],
    [
      'a button text of 76',
      [actions(button({ text: plain('x'.repeat(76)) }))],
      'must be less than 76 characters [json-pointer:/blocks/0/elements/0/text/text]',
    ],
    [
      'a value of 2,001',
      [actions(button({ value: 'x'.repeat(2001) }))],
      'must be less than 2001 characters [json-pointer:/blocks/0/elements/0/value]',
    ],
    [
      'an action id of 256',
      [actions(button({ action_id: 'x'.repeat(256) }))],
      'must be less than 256 characters [json-pointer:/blocks/0/elements/0/action_id]',
    ],
    [
      'a confirmation of 301',
      [actions(button({ confirm: { text: plain('x'.repeat(301)) } }))],
      'must be less than 301 characters [json-pointer:/blocks/0/elements/0/confirm/text/text]',
    ],
    ['a style that is none', [actions(button({ style: 'default' }))], '[json-pointer:/blocks/0/elements/0/style]'],
    [
      'the same action id twice in a block',
      [actions(button(), button())],
      '`action_id` "go" already exists [json-pointer:/blocks/0/elements/1/action_id]',
    ],
    [
      'the same block id twice',
      [section('a', { block_id: 'b' }), section('b', { block_id: 'b' })],
      '`block_id` "b" already exists [json-pointer:/blocks/1/block_id]',
    ],
    [
      '101 options',
      [actions(select({ options: options(101) }))],
      'no more than 100 items allowed [json-pointer:/blocks/0/elements/0/options]',
    ],
    [
      'an option text of 76',
      [actions(select({ options: [{ text: plain('x'.repeat(76)), value: 'v' }] }))],
      'must be less than 76 characters [json-pointer:/blocks/0/elements/0/options/0/text/text]',
    ],
    [
      'eleven radio buttons',
      [actions({ type: 'radio_buttons', options: options(11) })],
      'no more than 10 items allowed [json-pointer:/blocks/0/elements/0/options]',
    ],
    [
      'a first choice that is no option',
      [actions(select({ initial_option: { text: plain('x'), value: 'x' } }))],
      'initial option must be one of the options [json-pointer:/blocks/0]',
    ],
    [
      'a select without options',
      [actions({ type: 'static_select', action_id: 'a' })],
      'must have either options or option_groups [json-pointer:/blocks/0]',
    ],
    [
      'two tables',
      [1, 2].map(() => ({ type: 'table', rows: [[{ type: 'raw_text', text: 'x' }]] })),
      'only_one_table_allowed [json-pointer:/blocks]',
    ],
    ['no list', { type: 'section' }, 'must provide a array [json-pointer:/blocks]'],
  ])('%s', (_what, blocks, problem) => {
    expect(problems(checkMessageBlocks(blocks))).toEqual([expect.stringContaining(problem)]);
  });
});

describe('views', () => {
  it.each([
    ['a title of 24', modal({ title: plain('x'.repeat(24)) })],
    ['100 blocks', modal({ blocks: Array.from({ length: 100 }, () => ({ type: 'divider' })) })],
    ['an alert', modal({ blocks: [{ type: 'alert', text: plain('x'), level: 'warning' }] })],
    ['an input with submit', modal({ submit: plain('Send'), blocks: [input()] })],
  ])('takes %s', (_what, view) => {
    expect(checkModal(view).kind).toBe('accepted');
  });

  it.each([
    [
      'a title of 25',
      modal({ title: plain('x'.repeat(25)) }),
      'must be less than 25 characters [json-pointer:/view/title/text]',
    ],
    ['no title', { type: 'modal', blocks: [] }, 'missing required field [json-pointer:/view/title]'],
    [
      'a submit of 25',
      modal({ submit: plain('x'.repeat(25)) }),
      'must be less than 25 characters [json-pointer:/view/submit/text]',
    ],
    [
      '101 blocks',
      modal({ blocks: Array.from({ length: 101 }, () => ({ type: 'divider' })) }),
      'no more than 100 items allowed [json-pointer:/view/blocks]',
    ],
    ['an input without submit', modal({ blocks: [input()] }), 'missing required field: submit [json-pointer:/view]'],
    [
      'private_metadata of 3,001',
      modal({ private_metadata: 'x'.repeat(3001) }),
      'must be less than 3001 characters [json-pointer:/view/private_metadata]',
    ],
    [
      'a table',
      modal({ blocks: [{ type: 'table', rows: [[{ type: 'raw_text', text: 'x' }]] }] }),
      'unsupported type [json-pointer:/view/blocks/0/type]',
    ],
    [
      'a placeholder of 151',
      modal({
        submit: plain('x'),
        blocks: [input({ element: { type: 'plain_text_input', placeholder: plain('x'.repeat(151)) } })],
      }),
      'must be less than 151 characters',
    ],
  ])('refuses %s', (_what, view, problem) => {
    expect(problems(checkModal(view))).toEqual([expect.stringContaining(problem)]);
  });

  it('takes a Home tab, which has no title', () => {
    expect(checkHome({ type: 'home', blocks: [section()] }).kind).toBe('accepted');
    expect(checkHome(modal()).kind).toBe('refused');
  });
});
