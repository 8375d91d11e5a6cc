import type { AnyBlock } from './blocks.ts';

type NextId = () => string;

const named = <T extends { action_id?: string | undefined }>(element: T, next: NextId): T => ({
  ...element,
  action_id: element.action_id ?? next(),
});

const withActionIds = (block: AnyBlock, next: NextId): AnyBlock => {
  switch (block.type) {
    case 'actions':
      return { ...block, elements: block.elements.map((element) => named(element, next)) };
    case 'card':
      return { ...block, ...(block.actions && { actions: block.actions.map((element) => named(element, next)) }) };
    case 'input':
      return { ...block, element: named(block.element, next) };
    case 'section':
      return block.accessory === undefined || block.accessory.type === 'image'
        ? block
        : { ...block, accessory: named(block.accessory, next) };
    default:
      return block;
  }
};

/** Gives every block and interactive element that has no id one, as Slack does before it stores them. */
export const withIds = (blocks: readonly AnyBlock[], next: NextId): readonly AnyBlock[] =>
  blocks.map((block) => ({ ...withActionIds(block, next), block_id: block.block_id ?? next() }));
