import { z } from 'zod';

/** Limits are those of docs.slack.dev/reference/block-kit: lengths in characters. */
export const id = z.string().min(1).max(255);
export const url = z.string().min(1).max(3000);

/** A `plain_text` object of 1 to `max` characters. */
export const plainText = (max: number) =>
  z.strictObject({ type: z.literal('plain_text'), text: z.string().min(1).max(max), emoji: z.boolean().optional() });

/** A `mrkdwn` object of 1 to `max` characters. */
export const mrkdwn = (max: number) =>
  z.strictObject({ type: z.literal('mrkdwn'), text: z.string().min(1).max(max), verbatim: z.boolean().optional() });

/** Either kind of text object of 1 to `max` characters. */
export const anyText = (max: number) => z.discriminatedUnion('type', [plainText(max), mrkdwn(max)]);

export const confirm = z.strictObject({
  title: plainText(100).optional(),
  text: anyText(300),
  confirm: plainText(30).optional(),
  deny: plainText(30).optional(),
  style: z.enum(['primary', 'danger']).optional(),
});

const optionOf = <Text extends z.ZodType>(text: Text) =>
  z.strictObject({
    text,
    value: z.string().min(1).max(150),
    description: plainText(75).optional(),
    url: url.optional(),
  });

/** An option of a select or an overflow menu: plain text only. */
export const option = optionOf(plainText(75));
/** An option of radio buttons and checkboxes: text may be mrkdwn. */
export const richOption = optionOf(anyText(75));
export const optionGroup = z.strictObject({ label: plainText(75), options: z.array(option).min(1).max(100) });

export type TextObject = z.infer<ReturnType<typeof anyText>>;
export type Option = z.infer<typeof richOption>;
export type Confirm = z.infer<typeof confirm>;
