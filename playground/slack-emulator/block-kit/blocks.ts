import { z } from 'zod';
import { accessory, actionElement, contextElement, imageElement, inputElement } from './elements.ts';
import { richText } from './rich-text.ts';
import { anyText, id, mrkdwn, plainText, url } from './text.ts';

const block = { block_id: id.optional() };

const actions = z.strictObject({
  type: z.literal('actions'),
  elements: z.array(actionElement).min(1).max(25),
  ...block,
});
const context = z.strictObject({
  type: z.literal('context'),
  elements: z.array(contextElement).min(1).max(10),
  ...block,
});
const divider = z.strictObject({ type: z.literal('divider'), ...block });
const header = z.strictObject({
  type: z.literal('header'),
  text: plainText(150),
  level: z.int().min(1).max(4).optional(),
  ...block,
});
const image = z.strictObject({
  type: z.literal('image'),
  alt_text: z.string().min(1).max(2000),
  title: plainText(2000).optional(),
  image_url: url.optional(),
  slack_file: z.looseObject({}).optional(),
  ...block,
});
const section = z
  .strictObject({
    type: z.literal('section'),
    text: anyText(3000).optional(),
    fields: z.array(anyText(2000)).min(1).max(10).optional(),
    accessory: accessory.optional(),
    expand: z.boolean().optional(),
    ...block,
  })
  .refine((it) => it.text !== undefined || it.fields !== undefined, { error: 'missing required field: text' });
const input = z.strictObject({
  type: z.literal('input'),
  label: plainText(2000),
  element: inputElement,
  hint: plainText(2000).optional(),
  optional: z.boolean().optional(),
  dispatch_action: z.boolean().optional(),
  ...block,
});
const markdown = z.strictObject({ type: z.literal('markdown'), text: z.string().min(1).max(12_000), ...block });

const cell = z.discriminatedUnion('type', [
  richText,
  z.strictObject({ type: z.literal('raw_text'), text: z.string() }),
  z.strictObject({ type: z.literal('raw_number'), value: z.number(), text: z.string() }),
]);
const table = z.strictObject({
  type: z.literal('table'),
  rows: z.array(z.array(cell).min(1).max(20)).min(1).max(100),
  column_settings: z
    .array(
      z
        .strictObject({ align: z.enum(['left', 'center', 'right']).optional(), is_wrapped: z.boolean().optional() })
        .nullable(),
    )
    .max(20)
    .optional(),
  ...block,
});

const taskCard = z.strictObject({
  type: z.literal('task_card'),
  task_id: id,
  title: z.string().min(1),
  status: z.enum(['pending', 'in_progress', 'complete', 'error']),
  details: richText.optional(),
  output: richText.optional(),
  sources: z.array(z.strictObject({ type: z.literal('url'), url, text: z.string() })).optional(),
  ...block,
});
const plan = z.strictObject({
  type: z.literal('plan'),
  title: z.string().min(1),
  tasks: z.array(taskCard).optional(),
  ...block,
});
const alert = z.strictObject({
  type: z.literal('alert'),
  text: anyText(3000),
  level: z.enum(['default', 'info', 'warning', 'error', 'success']).optional(),
  ...block,
});
const card = z.strictObject({
  type: z.literal('card'),
  hero_image: imageElement.optional(),
  icon: imageElement.optional(),
  title: mrkdwn(150).optional(),
  subtitle: mrkdwn(150).optional(),
  body: mrkdwn(200).optional(),
  actions: z.array(actionElement).max(25).optional(),
  ...block,
});

const everywhere = [actions, context, divider, header, image, section, input, richText, card] as const;

/** What may stand in a message. `input` blocks are allowed there too since 2025. */
export const messageBlock = z.discriminatedUnion('type', [...everywhere, markdown, table, taskCard, plan]);
/** What may stand in a modal. */
export const modalBlock = z.discriminatedUnion('type', [...everywhere, alert]);
/** What may stand on the Home tab. */
export const homeBlock = z.discriminatedUnion('type', [...everywhere]);

/** Any block of any surface, as it was accepted. */
export type AnyBlock = z.infer<typeof messageBlock> | z.infer<typeof modalBlock>;
/** A block of one type. */
export type BlockOf<Type extends AnyBlock['type']> = Extract<AnyBlock, { type: Type }>;
