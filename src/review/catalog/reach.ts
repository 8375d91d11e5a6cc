/** What a walk needs to know of its items. */
export interface Ways<Item> {
  readonly key: (item: Item) => string;
  readonly next: (item: Item) => readonly Item[];
}

/**
 * All that can be reached, each once, what a thing leads to right after it. Ends on circles too: PostgreSQL refuses most,
 * but a file can write them.
 */
export function reach<Item>(start: readonly Item[], { key, next }: Ways<Item>): readonly Item[] {
  const found = new Map<string, Item>();
  const waiting = start.toReversed();
  for (let item = waiting.pop(); item !== undefined; item = waiting.pop()) {
    const own = key(item);
    if (found.has(own)) continue;
    found.set(own, item);
    waiting.push(...next(item).toReversed());
  }
  return [...found.values()];
}
