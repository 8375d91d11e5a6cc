/**
 * Everything that is sent to Slack is built here, so that no limit of Block Kit is known anywhere else.
 * Limits: docs.slack.dev/reference/block-kit and the declarations of `@slack/types` 3.2.
 */
import type {
  ActionsBlock,
  Button,
  ConfirmationDialog,
  ContextBlock,
  DividerBlock,
  HeaderBlock,
  InputBlock,
  KnownBlock,
  ModalView,
  MrkdwnElement,
  PlainTextElement,
  PlainTextOption,
  SectionBlock,
} from '@slack/types';
import { clamp } from '../lib/clamp.ts';
import type { ActionId, InputId, ViewId } from './action-ids.ts';
import { clampMrkdwn, type Mrkdwn, raw, readAloud, showHidden } from './escape.ts';

export const limits = {
  messageBlocks: 50,
  viewBlocks: 100,
  /** `chat.update` refuses longer text with `msg_too_long`. */
  text: 4_000,
  section: 3_000,
  field: 2_000,
  fields: 10,
  header: 150,
  context: 3_000,
  contextElements: 10,
  actionsElements: 25,
  buttonText: 75,
  buttonValue: 2_000,
  confirmTitle: 100,
  confirmText: 300,
  confirmButton: 30,
  optionText: 75,
  optionValue: 150,
  options: 100,
  inputLabel: 2_000,
  inputLength: 3_000,
  modalText: 24,
  privateMetadata: 3_000,
} as const;

/** A message: blocks to look at, text to be read aloud. */
export interface Rendered {
  readonly text: string;
  readonly blocks: readonly KnownBlock[];
}

/** Where a list of blocks is put together, null stands for a block that is not shown. */
export type Blocks = readonly (KnownBlock | null)[];

/** Slack refuses empty text. */
const orDash = (text: string): string => (text.trim() === '' ? '–' : text);

/** Emoji codes are not read: `:tada:` in a file name stays as it is. */
const plain = (text: string, limit: number): PlainTextElement => ({
  type: 'plain_text',
  text: clamp(orDash(showHidden(text)), limit),
  emoji: false,
});

/** `verbatim`: Slack makes no links or mentions of its own out of plain words. */
const mrkdwn = (text: Mrkdwn, limit: number): MrkdwnElement => ({
  type: 'mrkdwn',
  text: orDash(clampMrkdwn(text, limit)),
  verbatim: true,
});

export const header = (text: string): HeaderBlock => ({ type: 'header', text: plain(text, limits.header) });

export const section = (text: Mrkdwn, accessory: Button | null = null): SectionBlock => ({
  type: 'section',
  text: mrkdwn(text, limits.section),
  ...(accessory === null ? {} : { accessory }),
});

/** Pairs of a label and a value in two columns; at most ten are shown. */
export function fields(pairs: readonly { readonly label: Mrkdwn; readonly value: Mrkdwn }[]): SectionBlock | null {
  if (pairs.length === 0) return null;
  const texts = pairs.slice(0, limits.fields).map(({ label, value }) => raw(`${label.mrkdwn}\n${value.mrkdwn}`));
  return { type: 'section', fields: texts.map((text) => mrkdwn(text, limits.field)) };
}

/** Small grey text; null where there is nothing to say. */
export function context(...parts: readonly (Mrkdwn | null)[]): ContextBlock | null {
  const elements = parts.filter((part) => part !== null).slice(0, limits.contextElements);
  return elements.length === 0
    ? null
    : { type: 'context', elements: elements.map((part) => mrkdwn(part, limits.context)) };
}

/** A row of buttons; null where there are none. */
export function actions(...buttons: readonly (Button | null)[]): ActionsBlock | null {
  const elements = buttons.filter((one) => one !== null).slice(0, limits.actionsElements);
  return elements.length === 0 ? null : { type: 'actions', elements };
}

export const divider: DividerBlock = { type: 'divider' };

/** What a button is, does and asks first. `value` is an id. */
export interface ButtonParts {
  readonly action: ActionId;
  readonly value: string;
  readonly text: string;
  readonly style?: 'primary' | 'danger';
  readonly confirm?: ConfirmationDialog;
}

export const button = ({ action, value, text, ...rest }: ButtonParts): Button => ({
  type: 'button',
  action_id: action,
  value: clamp(value, limits.buttonValue),
  text: plain(text, limits.buttonText),
  ...rest,
});

/** A question before something risky: `text` says what will happen, `yes` names the deed. */
export const confirm = (dialog: {
  title: string;
  text: string;
  yes: string;
  no?: string;
  danger?: boolean;
}): ConfirmationDialog => ({
  title: plain(dialog.title, limits.confirmTitle),
  text: plain(dialog.text, limits.confirmText),
  confirm: plain(dialog.yes, limits.confirmButton),
  deny: plain(dialog.no ?? 'Not now', limits.confirmButton),
  ...(dialog.danger === true ? { style: 'danger' } : {}),
});

/** A message of at most 50 blocks; where something was left out, the last line says so. Its text goes without emphasis. */
export function message(text: Mrkdwn, blocks: Blocks): Rendered {
  return { text: orDash(clampMrkdwn(readAloud(text), limits.text)), blocks: shownBlocks(blocks, limits.messageBlocks) };
}

function shownBlocks(blocks: Blocks, limit: number): KnownBlock[] {
  const all = blocks.filter((block) => block !== null);
  if (all.length <= limit) return all;
  const rest = context(raw(`… ${all.length - limit + 1} more parts are not shown`));
  return [...all.slice(0, limit - 1), ...(rest === null ? [] : [rest])];
}

/** What a modal is made of. `metadata` comes back with its submission; without `submit` it can only be closed. */
export interface ModalParts {
  readonly title: string;
  readonly blocks: Blocks;
  readonly callback?: ViewId;
  readonly submit?: string;
  readonly close?: string;
  readonly metadata?: Readonly<Record<string, string>>;
}

export function modal({ title, blocks, callback, submit, close, metadata }: ModalParts): ModalView {
  return {
    type: 'modal',
    title: plain(title, limits.modalText),
    close: plain(close ?? 'Close', limits.modalText),
    ...(submit === undefined ? {} : { submit: plain(submit, limits.modalText) }),
    ...(callback === undefined ? {} : { callback_id: callback }),
    ...(metadata === undefined ? {} : { private_metadata: smallJson(metadata) }),
    blocks: shownBlocks(blocks, limits.viewBlocks),
  };
}

/** Metadata holds ids only; one that does not fit is a bug, and cut JSON would be a worse one. */
function smallJson(metadata: Readonly<Record<string, string>>): string {
  const json = JSON.stringify(metadata);
  if (json.length > limits.privateMetadata)
    throw new Error(`building a modal: its metadata has ${json.length} characters`);
  return json;
}

/** A choice in a list. Null where the value is longer than Slack takes: cut, it would mean something else. */
export function option(text: string, value: string, description?: string): PlainTextOption | null {
  if (value === '' || value.length > limits.optionValue) return null;
  return {
    text: plain(text, limits.optionText),
    value,
    ...(description === undefined ? {} : { description: plain(description, limits.optionText) }),
  };
}

/** One of a list, the first unless `initial` says otherwise. Null where the list is empty. */
export function selectInput(parts: {
  id: InputId;
  label: string;
  options: readonly (PlainTextOption | null)[];
  initial?: PlainTextOption | null;
}): InputBlock | null {
  const options = parts.options.filter((one) => one !== null).slice(0, limits.options);
  const first = parts.initial ?? options[0];
  if (first === undefined) return null;
  const element = { type: 'static_select' as const, action_id: parts.id, options, initial_option: first };
  return inputBlock(parts, element);
}

/** A moment in the zone of the person who looks at it. `initial` in seconds since 1970. */
export const momentInput = (parts: { id: InputId; label: string; hint: string; initial: number }): InputBlock =>
  inputBlock(parts, { type: 'datetimepicker', action_id: parts.id, initial_date_time: Math.round(parts.initial) });

export const textInput = (parts: { id: InputId; label: string; hint: string; optional: boolean }): InputBlock =>
  inputBlock(parts, {
    type: 'plain_text_input',
    action_id: parts.id,
    multiline: true,
    max_length: limits.inputLength,
  });

/** One line of text. */
export const lineInput = (parts: { id: InputId; label: string; hint: string }): InputBlock =>
  inputBlock(parts, { type: 'plain_text_input', action_id: parts.id, max_length: limits.inputLength });

function inputBlock(
  { id, label, hint, optional }: { id: InputId; label: string; hint?: string; optional?: boolean },
  element: InputBlock['element'],
): InputBlock {
  return {
    type: 'input',
    block_id: id,
    label: plain(label, limits.inputLabel),
    element,
    ...(hint === undefined ? {} : { hint: plain(hint, limits.inputLabel) }),
    ...(optional === undefined ? {} : { optional }),
  };
}
