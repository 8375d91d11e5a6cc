import { z } from 'zod';
import { id, url } from './text.ts';

const style = z.strictObject({
  bold: z.boolean().optional(),
  italic: z.boolean().optional(),
  strike: z.boolean().optional(),
  code: z.boolean().optional(),
});
const styled = { style: style.optional() };
const text = z.strictObject({ type: z.literal('text'), text: z.string().min(1), ...styled });
const link = z.strictObject({
  type: z.literal('link'),
  url,
  text: z.string().optional(),
  unsafe: z.boolean().optional(),
  ...styled,
});

const inline = z.discriminatedUnion('type', [
  text,
  link,
  z.strictObject({ type: z.literal('user'), user_id: z.string(), ...styled }),
  z.strictObject({ type: z.literal('usergroup'), usergroup_id: z.string(), ...styled }),
  z.strictObject({ type: z.literal('channel'), channel_id: z.string(), ...styled }),
  z.strictObject({ type: z.literal('emoji'), name: z.string(), unicode: z.string().optional(), ...styled }),
  z.strictObject({ type: z.literal('broadcast'), range: z.enum(['here', 'channel', 'everyone']), ...styled }),
  z.strictObject({
    type: z.literal('date'),
    timestamp: z.int(),
    format: z.string(),
    url: url.optional(),
    fallback: z.string().optional(),
    ...styled,
  }),
]);

const section = z.strictObject({ type: z.literal('rich_text_section'), elements: z.array(inline) });
const border = { border: z.int().min(0).max(1).optional() };

export const richText = z.strictObject({
  type: z.literal('rich_text'),
  block_id: id.optional(),
  elements: z.array(
    z.discriminatedUnion('type', [
      section,
      z.strictObject({
        type: z.literal('rich_text_list'),
        style: z.enum(['bullet', 'ordered']),
        elements: z.array(section),
        indent: z.int().min(0).max(8).optional(),
        offset: z.int().optional(),
        ...border,
      }),
      z.strictObject({ type: z.literal('rich_text_quote'), elements: z.array(inline), ...border }),
      z.strictObject({
        type: z.literal('rich_text_preformatted'),
        elements: z.array(z.discriminatedUnion('type', [text, link])),
        language: z.string().optional(),
        ...border,
      }),
    ]),
  ),
});

export type RichText = z.infer<typeof richText>;
export type RichTextInline = z.infer<typeof inline>;
