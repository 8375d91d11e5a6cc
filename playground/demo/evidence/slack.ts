import { elementsOf } from '../../slack-emulator/block-kit/interactive.ts';
import type { Call, Message } from '../../slack-emulator/model.ts';

type Said = Pick<Message, 'text' | 'blocks'>;

/** Everything that a message says, as one text. */
export const allOf = ({ text, blocks }: Said): string => `${text}\n${JSON.stringify(blocks)}`;

export const says = (message: Said, ...words: readonly string[]): boolean =>
  words.every((word) => allOf(message).includes(word));

/** Ids of the buttons that a message has. */
export const buttonsOf = ({ blocks }: Pick<Message, 'blocks'>): readonly string[] =>
  elementsOf(blocks).map(({ actionId }) => actionId);

/** The texts of a message's sections, line by line. */
export const linesOf = ({ blocks }: Pick<Message, 'blocks'>): readonly string[] =>
  blocks.flatMap((block) => (block.type === 'section' && block.text !== undefined ? block.text.text.split('\n') : []));

/** The largest number of these calls within any minute. */
export function mostWithinMinute(calls: readonly Call[]): number {
  const times = calls.map(({ atMs }) => atMs);
  return Math.max(0, ...times.map((from) => times.filter((at) => at >= from && at < from + 60_000).length));
}
