import { elementsOf, type Placed } from '../block-kit/interactive.ts';
import type { OpenView, Picked } from '../model.ts';
import { initialPick, isEmptyPick, type PickValue, pickFor } from '../picks.ts';

/** What is typed into a modal, by action id, block id or `blockId/actionId`. */
export type ViewValues = Readonly<Record<string, PickValue>>;

const placedBy = (view: OpenView, key: string): Placed => {
  const found = elementsOf(view.definition.blocks).filter(
    (it) => key === it.actionId || key === it.blockId || key === `${it.blockId}/${it.actionId}`,
  );
  const [placed] = found;
  if (placed === undefined || found.length > 1)
    throw new Error(`filling in "${key}": ${found.length === 0 ? 'there is no such field' : 'several fields'}`);
  return placed;
};

/** The state of the fields that are filled in; throws where a field or option is not there. */
export const picksOf = (view: OpenView, values: ViewValues): ReadonlyMap<string, Picked> =>
  new Map(
    Object.entries(values).map(([key, value]) => {
      const { blockId, actionId, element } = placedBy(view, key);
      return [`${blockId}/${actionId}`, pickFor(element, value)];
    }),
  );

const fieldError = (view: OpenView, { block, blockId, actionId, element }: Placed): string | undefined => {
  const pick = view.picks.get(`${blockId}/${actionId}`) ?? initialPick(element);
  if (isEmptyPick(pick))
    return block.type === 'input' && block.optional !== true ? 'Please complete this required field.' : undefined;
  if (element.type !== 'plain_text_input') return undefined;
  const { length } = String(pick?.value ?? '');
  const { min_length = 0, max_length = 3000 } = element;
  if (length < min_length) return `Please enter at least ${min_length} characters.`;
  return length > max_length ? `Please enter at most ${max_length} characters.` : undefined;
};

/** What Slack's client finds wrong before it sends anything, by block id. */
export const fieldErrors = (view: OpenView): Readonly<Record<string, string>> =>
  Object.fromEntries(
    elementsOf(view.definition.blocks)
      .filter(({ block }) => block.type === 'input')
      .flatMap((placed) => {
        const error = fieldError(view, placed);
        return error === undefined ? [] : [[placed.blockId, error]];
      }),
  );
