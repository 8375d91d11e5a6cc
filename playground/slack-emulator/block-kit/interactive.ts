import type { AnyBlock } from './blocks.ts';
import type { InteractiveElement } from './elements.ts';

/** An interactive element and the block it stands in. Ids are set: blocks were given ids when they were accepted. */
export interface Placed {
  readonly blockId: string;
  readonly actionId: string;
  readonly element: InteractiveElement;
  readonly block: AnyBlock;
}

const interactive = (block: AnyBlock): readonly InteractiveElement[] => {
  switch (block.type) {
    case 'actions':
      return block.elements;
    case 'card':
      return block.actions ?? [];
    case 'input':
      return [block.element];
    case 'section':
      return block.accessory === undefined || block.accessory.type === 'image' ? [] : [block.accessory];
    default:
      return [];
  }
};

/** Every interactive element of these blocks, in reading order. */
export const elementsOf = (blocks: readonly AnyBlock[]): readonly Placed[] =>
  blocks.flatMap((block) =>
    interactive(block).map((element) => ({
      blockId: block.block_id ?? '',
      actionId: element.action_id ?? '',
      element,
      block,
    })),
  );

/** Finds an element by its action id, or undefined; `blockId` decides where several blocks use the same one. */
export const findElement = (blocks: readonly AnyBlock[], actionId: string, blockId?: string): readonly Placed[] =>
  elementsOf(blocks).filter(
    (placed) => placed.actionId === actionId && (blockId === undefined || placed.blockId === blockId),
  );
