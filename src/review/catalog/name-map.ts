/**
 * A map by name that never changes: `set` answers with a new one and copies only the bucket that the name falls into, so
 * that a plan of thousands of statements over thousands of tables stays linear.
 */
export interface NameMap<Value> {
  readonly buckets: readonly (ReadonlyMap<string, Value> | undefined)[];
}

const width = 512;

export function emptyNames<Value>(): NameMap<Value> {
  return { buckets: [] };
}

export function getName<Value>(map: NameMap<Value>, name: string): Value | undefined {
  return map.buckets[bucketOf(name)]?.get(name);
}

/** With `undefined` the name is taken out. */
export function setName<Value>(map: NameMap<Value>, name: string, value: Value | undefined): NameMap<Value> {
  const at = bucketOf(name);
  const bucket = new Map(map.buckets[at]);
  if (value === undefined) bucket.delete(name);
  else bucket.set(name, value);
  const buckets =
    map.buckets.length === width ? map.buckets.slice() : Array.from({ length: width }, (_, i) => map.buckets[i]);
  buckets[at] = bucket;
  return { buckets };
}

export function* valuesOf<Value>(map: NameMap<Value>): Generator<Value> {
  for (const bucket of map.buckets) if (bucket !== undefined) yield* bucket.values();
}

function bucketOf(name: string): number {
  let hash = 0;
  for (let at = 0; at < name.length; at += 1) hash = (hash * 31 + name.charCodeAt(at)) | 0;
  return (hash >>> 0) % width;
}
