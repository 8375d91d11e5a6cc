import type { AnyBlock } from './blocks.ts';
import type { InteractiveElement } from './elements.ts';
import { elementsOf } from './interactive.ts';
import { type Problem, problemAt } from './problems.ts';
import type { Option } from './text.ts';

const repeated = (values: readonly (string | undefined)[]): readonly number[] =>
  values.flatMap((value, at) => (value !== undefined && values.indexOf(value) !== at ? [at] : []));

const repeatedBlockIds = (root: string, blocks: readonly AnyBlock[]): readonly Problem[] =>
  repeated(blocks.map((block) => block.block_id)).map((at) =>
    problemAt(root, [at, 'block_id'], `\`block_id\` "${blocks[at]?.block_id}" already exists`),
  );

/** `action_id` need only be unique within the block that contains it (docs.slack.dev, `Actionable` of @slack/types). */
const repeatedActionIds = (root: string, blocks: readonly AnyBlock[]): readonly Problem[] =>
  blocks.flatMap((block, at) => {
    const ids = elementsOf([block]).map((placed) => placed.element.action_id);
    return repeated(ids).map((index) =>
      problemAt(root, [at, 'elements', index, 'action_id'], `\`action_id\` "${ids[index]}" already exists`),
    );
  });

const sameOption = (left: Option, right: Option): boolean =>
  left.value === right.value && left.text.text === right.text.text;

/** The options a person can choose from, of an element that lists them itself. */
export const optionsOf = (element: InteractiveElement): readonly Option[] => {
  switch (element.type) {
    case 'static_select':
    case 'multi_static_select':
      return [...(element.options ?? []), ...(element.option_groups ?? []).flatMap((group) => group.options)];
    case 'radio_buttons':
    case 'checkboxes':
    case 'overflow':
      return element.options;
    default:
      return [];
  }
};

const initialOptions = (element: InteractiveElement): readonly Option[] => {
  if ('initial_option' in element && element.initial_option !== undefined) return [element.initial_option];
  if ('initial_options' in element && element.initial_options !== undefined) return element.initial_options;
  return [];
};

const wrongOptions = (element: InteractiveElement): readonly string[] => {
  const options = optionsOf(element);
  const lists = element.type === 'static_select' || element.type === 'multi_static_select';
  return [
    ...(lists && (element.options === undefined) === (element.option_groups === undefined)
      ? ['must have either options or option_groups']
      : []),
    ...(repeated(options.map((option) => option.value)).length > 0 ? ['option values must be unique'] : []),
    ...(initialOptions(element).every((first) => options.some((option) => sameOption(option, first)))
      ? []
      : ['initial option must be one of the options']),
  ];
};

const wrongElements = (root: string, blocks: readonly AnyBlock[]): readonly Problem[] =>
  blocks.flatMap((block, at) =>
    elementsOf([block]).flatMap(({ element }) => wrongOptions(element).map((what) => problemAt(root, [at], what))),
  );

const missingImages = (root: string, blocks: readonly AnyBlock[]): readonly Problem[] =>
  blocks.flatMap((block, at) =>
    block.type === 'image' && (block.image_url === undefined) === (block.slack_file === undefined)
      ? [problemAt(root, [at], 'must have either image_url or slack_file')]
      : [],
  );

const manyFocused = (root: string, blocks: readonly AnyBlock[]): readonly Problem[] =>
  elementsOf(blocks).filter(({ element }) => 'focus_on_load' in element && element.focus_on_load).length > 1
    ? [problemAt(root, [], 'only one element can have focus_on_load')]
    : [];

/** Rules that look at more than one field at once: unique ids, options that exist, one focused element. */
export const ruleProblems = (root: string, blocks: readonly AnyBlock[]): readonly Problem[] =>
  [repeatedBlockIds, repeatedActionIds, wrongElements, missingImages, manyFocused].flatMap((rule) =>
    rule(root, blocks),
  );
