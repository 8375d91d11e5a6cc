import { z } from 'zod';
import { type AnyBlock, homeBlock, messageBlock, modalBlock } from './blocks.ts';
import { type Problem, problemAt, problemsOf } from './problems.ts';
import { ruleProblems } from './rules.ts';
import { plainText } from './text.ts';

/** What was accepted, or why not: `problems` are Slack's own sentences, never empty. */
export type Checked<T> =
  | { readonly kind: 'accepted'; readonly value: T }
  | { readonly kind: 'refused'; readonly problems: readonly Problem[] };

const viewBase = {
  private_metadata: z.string().max(3000).optional(),
  callback_id: z.string().max(255).optional(),
  external_id: z.string().max(255).optional(),
};

const modal = z.strictObject({
  type: z.literal('modal'),
  title: plainText(24),
  blocks: z.array(modalBlock).max(100),
  submit: plainText(24).nullable().optional(),
  close: plainText(24).nullable().optional(),
  clear_on_close: z.boolean().optional(),
  notify_on_close: z.boolean().optional(),
  submit_disabled: z.boolean().optional(),
  ...viewBase,
});
const home = z.strictObject({ type: z.literal('home'), blocks: z.array(homeBlock).max(100), ...viewBase });

export type ModalView = z.infer<typeof modal>;
export type HomeView = z.infer<typeof home>;
export type ViewDefinition = ModalView | HomeView;

const messageBlocks = z.array(messageBlock).max(50);

const settle = <T>(
  parsed: z.ZodSafeParseResult<T>,
  root: string,
  rules: (value: T) => readonly Problem[],
): Checked<T> => {
  const problems = parsed.success ? rules(parsed.data) : problemsOf(root, parsed.error.issues);
  return parsed.success && problems.length === 0
    ? { kind: 'accepted', value: parsed.data }
    : { kind: 'refused', problems };
};

const oneTable = (blocks: readonly AnyBlock[]): readonly Problem[] =>
  blocks.filter((block) => block.type === 'table').length > 1
    ? [problemAt('blocks', [], 'only_one_table_allowed')]
    : [];

/** Checks the blocks of a message (at most 50) as strictly as Slack does. */
export const checkMessageBlocks = (blocks: unknown): Checked<readonly AnyBlock[]> =>
  settle<readonly AnyBlock[]>(messageBlocks.safeParse(blocks, { reportInput: true }), 'blocks', (value) => [
    ...ruleProblems('blocks', value),
    ...oneTable(value),
  ]);

const inputsNeedSubmit = (view: ModalView): readonly Problem[] =>
  view.blocks.some((block) => block.type === 'input') && !view.submit
    ? [problemAt('view', [], 'missing required field: submit')]
    : [];

/** Checks a modal (at most 100 blocks). */
export const checkModal = (view: unknown): Checked<ModalView> =>
  settle(modal.safeParse(view, { reportInput: true }), 'view', (value) => [
    ...ruleProblems('view/blocks', value.blocks),
    ...inputsNeedSubmit(value),
  ]);

/** Checks a Home tab (at most 100 blocks). */
export const checkHome = (view: unknown): Checked<HomeView> =>
  settle(home.safeParse(view, { reportInput: true }), 'view', (value) => ruleProblems('view/blocks', value.blocks));
