import { z } from 'zod';
import { anyText, confirm, id, option, optionGroup, plainText, richOption, url } from './text.ts';

const actionable = { action_id: id.optional() };
const confirmable = { confirm: confirm.optional() };
const focusable = { focus_on_load: z.boolean().optional() };
const placeholder = { placeholder: plainText(150).optional() };
const dispatchable = {
  dispatch_action_config: z
    .strictObject({ trigger_actions_on: z.array(z.enum(['on_enter_pressed', 'on_character_entered'])).max(2) })
    .optional(),
};
const chooser = { ...actionable, ...confirmable, ...focusable, ...placeholder };
const atMost = { max_selected_items: z.int().min(1).optional() };
const listed = {
  options: z.array(option).min(1).max(100).optional(),
  option_groups: z.array(optionGroup).min(1).max(100).optional(),
};
const date = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'must be a date in the format YYYY-MM-DD');
const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time in the format HH:mm');

const button = z.strictObject({
  type: z.literal('button'),
  text: plainText(75),
  value: z.string().max(2000).optional(),
  url: url.optional(),
  style: z.enum(['primary', 'danger']).optional(),
  accessibility_label: z.string().max(75).optional(),
  ...actionable,
  ...confirmable,
});

export const imageElement = z.strictObject({
  type: z.literal('image'),
  alt_text: z.string().min(1).max(2000),
  image_url: url.optional(),
  slack_file: z.looseObject({}).optional(),
});

const overflow = z.strictObject({
  type: z.literal('overflow'),
  options: z.array(option).min(1).max(5),
  ...actionable,
  ...confirmable,
});

const staticSelect = z.strictObject({
  type: z.literal('static_select'),
  initial_option: option.optional(),
  ...listed,
  ...chooser,
});
const multiStaticSelect = z.strictObject({
  type: z.literal('multi_static_select'),
  initial_options: z.array(option).max(100).optional(),
  ...listed,
  ...chooser,
  ...atMost,
});
const usersSelect = z.strictObject({
  type: z.literal('users_select'),
  initial_user: z.string().optional(),
  ...chooser,
});
const multiUsersSelect = z.strictObject({
  type: z.literal('multi_users_select'),
  initial_users: z.array(z.string()).optional(),
  ...chooser,
  ...atMost,
});
const channelsSelect = z.strictObject({
  type: z.literal('channels_select'),
  initial_channel: z.string().optional(),
  response_url_enabled: z.boolean().optional(),
  ...chooser,
});
const conversationsSelect = z.strictObject({
  type: z.literal('conversations_select'),
  initial_conversation: z.string().optional(),
  default_to_current_conversation: z.boolean().optional(),
  response_url_enabled: z.boolean().optional(),
  filter: z.looseObject({}).optional(),
  ...chooser,
});

const radioButtons = z.strictObject({
  type: z.literal('radio_buttons'),
  options: z.array(richOption).min(1).max(10),
  initial_option: richOption.optional(),
  ...actionable,
  ...confirmable,
  ...focusable,
});
const checkboxes = z.strictObject({
  type: z.literal('checkboxes'),
  options: z.array(richOption).min(1).max(10),
  initial_options: z.array(richOption).max(10).optional(),
  ...actionable,
  ...confirmable,
  ...focusable,
});

const datepicker = z.strictObject({
  type: z.literal('datepicker'),
  initial_date: date.optional(),
  ...chooser,
});
const timepicker = z.strictObject({
  type: z.literal('timepicker'),
  initial_time: time.optional(),
  timezone: z.string().optional(),
  ...chooser,
});
const datetimepicker = z.strictObject({
  type: z.literal('datetimepicker'),
  initial_date_time: z.int().min(1_000_000_000).max(9_999_999_999).optional(),
  ...actionable,
  ...confirmable,
  ...focusable,
});

const typed = { ...actionable, ...focusable, ...placeholder, ...dispatchable };
const plainTextInput = z.strictObject({
  type: z.literal('plain_text_input'),
  initial_value: z.string().max(3000).optional(),
  multiline: z.boolean().optional(),
  min_length: z.int().min(0).max(3000).optional(),
  max_length: z.int().min(1).max(3000).optional(),
  ...typed,
});
const numberInput = z.strictObject({
  type: z.literal('number_input'),
  is_decimal_allowed: z.boolean(),
  initial_value: z.string().optional(),
  min_value: z.string().optional(),
  max_value: z.string().optional(),
  ...typed,
});
const emailInput = z.strictObject({
  type: z.literal('email_text_input'),
  initial_value: z.string().optional(),
  ...typed,
});
const urlInput = z.strictObject({
  type: z.literal('url_text_input'),
  initial_value: z.string().optional(),
  ...typed,
});

const selects = [
  staticSelect,
  multiStaticSelect,
  usersSelect,
  multiUsersSelect,
  channelsSelect,
  conversationsSelect,
] as const;
const choices = [radioButtons, checkboxes, datepicker, timepicker] as const;

/** What may stand in an `actions` block. */
export const actionElement = z.discriminatedUnion('type', [button, overflow, ...selects, ...choices, datetimepicker]);
/** What may stand beside a section's text. */
export const accessory = z.discriminatedUnion('type', [button, overflow, imageElement, ...selects, ...choices]);
/** What may stand in an `input` block. */
export const inputElement = z.discriminatedUnion('type', [
  plainTextInput,
  numberInput,
  emailInput,
  urlInput,
  ...selects,
  ...choices,
  datetimepicker,
]);
/** What may stand in a `context` block. */
export const contextElement = z.union([imageElement, anyText(3000)]);

export type InteractiveElement = z.infer<typeof actionElement> | z.infer<typeof inputElement>;
