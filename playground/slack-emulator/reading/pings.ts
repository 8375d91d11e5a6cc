import type { Message } from '../model.ts';

/** Every string that stands under a `text` key of blocks, with the type of text object it belongs to. */
const mrkdwnTexts = (value: unknown): readonly string[] => {
  if (Array.isArray(value)) return value.flatMap(mrkdwnTexts);
  if (typeof value !== 'object' || value === null) return [];
  if ('type' in value && value.type === 'mrkdwn' && 'text' in value) return [String(value.text)];
  if ('type' in value && value.type === 'markdown' && 'text' in value) return [String(value.text)];
  return Object.values(value).flatMap(mrkdwnTexts);
};

/** Whom a message calls: `U01`, `S01`, `channel`, `here`, `everyone`. Text that was escaped calls nobody. */
export const pingsOf = (message: Pick<Message, 'text' | 'blocks'>): readonly string[] => {
  const texts = [message.text, ...mrkdwnTexts(message.blocks)];
  const found = texts.flatMap((text) => [...text.matchAll(/<@(\w+)|<!subteam\^(\w+)|<!(channel|here|everyone)\b/g)]);
  return [...new Set(found.map(([, user, group, range]) => user ?? group ?? range ?? ''))];
};
