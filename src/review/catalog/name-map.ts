/**
 * A map by name that never changes: `set` answers with a new one and copies only the way to the name and the few names
 * beside it, so that a plan of thousands of statements over thousands of tables stays linear.
 */
export interface NameMap<Value> {
  readonly shelves: readonly (Shelf<Value> | undefined)[];
}

type Shelf<Value> = readonly (ReadonlyMap<string, Value> | undefined)[];

/** 64 shelves of 64 boxes: a box holds a dozen names of a database with 50 000. */
const width = 64;
const empty: readonly undefined[] = Array.from({ length: width }, () => undefined);

export function emptyNames<Value>(): NameMap<Value> {
  return { shelves: empty };
}

export function getName<Value>(map: NameMap<Value>, name: string): Value | undefined {
  const hash = hashOf(name);
  return map.shelves[hash % width]?.[(hash >>> 6) % width]?.get(name);
}

/** With `undefined` the name is taken out. */
export function setName<Value>(map: NameMap<Value>, name: string, value: Value | undefined): NameMap<Value> {
  const hash = hashOf(name);
  const [at, within] = [hash % width, (hash >>> 6) % width];
  const shelf = map.shelves[at] ?? empty;
  const box = new Map(shelf[within]);
  if (value === undefined) box.delete(name);
  else box.set(name, value);
  return { shelves: map.shelves.with(at, shelf.with(within, box)) };
}

export function* valuesOf<Value>(map: NameMap<Value>): Generator<Value> {
  for (const shelf of map.shelves) for (const box of shelf ?? []) if (box !== undefined) yield* box.values();
}

export function* entriesOf<Value>(map: NameMap<Value>): Generator<readonly [string, Value]> {
  for (const shelf of map.shelves) for (const box of shelf ?? []) if (box !== undefined) yield* box;
}

function hashOf(name: string): number {
  let hash = 0;
  for (let at = 0; at < name.length; at += 1) hash = (Math.imul(hash, 31) + name.charCodeAt(at)) | 0;
  return hash >>> 0;
}
