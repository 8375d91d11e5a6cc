import type { InteractiveElement } from './block-kit/elements.ts';
import { optionsOf } from './block-kit/rules.ts';
import type { Picked } from './model.ts';

/** What a person types or picks: text, an option's value, ids, or null for nothing. */
export type PickValue = string | number | readonly string[] | null;

/** What an element shows before anybody touched it; undefined for one that has no value (a button). */
export const initialPick = (element: InteractiveElement): Picked | undefined => {
  switch (element.type) {
    case 'button':
    case 'overflow':
      return undefined;
    case 'plain_text_input':
    case 'number_input':
    case 'email_text_input':
    case 'url_text_input':
      return { type: element.type, value: element.initial_value ?? null };
    case 'static_select':
    case 'radio_buttons':
      return { type: element.type, selected_option: element.initial_option ?? null };
    case 'multi_static_select':
    case 'checkboxes':
      return { type: element.type, selected_options: element.initial_options ?? [] };
    case 'users_select':
      return { type: element.type, selected_user: element.initial_user ?? null };
    case 'multi_users_select':
      return { type: element.type, selected_users: element.initial_users ?? [] };
    case 'channels_select':
      return { type: element.type, selected_channel: element.initial_channel ?? null };
    case 'conversations_select':
      return { type: element.type, selected_conversation: element.initial_conversation ?? null };
    case 'datepicker':
      return { type: element.type, selected_date: element.initial_date ?? null };
    case 'timepicker':
      return { type: element.type, selected_time: element.initial_time ?? null };
    case 'datetimepicker':
      return { type: element.type, selected_date_time: element.initial_date_time ?? null };
  }
};

const optionWith = (element: InteractiveElement, value: string) => {
  const found = optionsOf(element).find((option) => option.value === value || option.text.text === value);
  if (found !== undefined) return found;
  const offered = optionsOf(element).map((option) => option.value);
  throw new Error(`picking "${value}": not among the options ${offered.join(', ')}`);
};

const listOf = (value: PickValue): readonly string[] =>
  value === null ? [] : typeof value === 'object' ? value : [String(value)];

const single = (value: PickValue): string | null => listOf(value)[0] ?? null;

/** The state of an element after this was typed or picked. Throws when the element does not offer it. */
export const pickFor = (element: InteractiveElement, value: PickValue): Picked => {
  const first = single(value);
  switch (element.type) {
    case 'button':
      throw new Error(`picking a value of a button: it has none`);
    case 'static_select':
    case 'radio_buttons':
    case 'overflow':
      return { type: element.type, selected_option: first === null ? null : optionWith(element, first) };
    case 'multi_static_select':
    case 'checkboxes':
      return { type: element.type, selected_options: listOf(value).map((it) => optionWith(element, it)) };
    case 'multi_users_select':
      return { type: element.type, selected_users: listOf(value) };
    case 'datetimepicker':
      return { type: element.type, selected_date_time: first === null ? null : Number(first) };
    default:
      return { type: element.type, [singleKeys[element.type]]: first };
  }
};

const singleKeys = {
  plain_text_input: 'value',
  number_input: 'value',
  email_text_input: 'value',
  url_text_input: 'value',
  users_select: 'selected_user',
  channels_select: 'selected_channel',
  conversations_select: 'selected_conversation',
  datepicker: 'selected_date',
  timepicker: 'selected_time',
} as const;

/** True when nothing was typed or picked. */
export const isEmptyPick = (pick: Picked | undefined): boolean =>
  pick === undefined ||
  Object.entries(pick).every(
    ([key, value]) => key === 'type' || value === null || value === '' || (Array.isArray(value) && value.length === 0),
  );
