import { z } from 'zod';

/** One key of a mapping in `godwit.yml`. */
export interface SchemaKey {
  readonly name: string;
  readonly required: boolean;
  /** What stands in its place where it is absent, as the schema has it; undefined where it has none. */
  readonly fallback: unknown;
}

/** Every mapping that a schema knows by its keys, by its path: "", "ssh", "windows[]", "rollback.answers[]". */
export function mappingsIn(schema: unknown, path = ''): ReadonlyMap<string, readonly SchemaKey[]> {
  const { inner } = unwrapped(schema);
  if (inner instanceof z.ZodArray) return mappingsIn(inner.element, `${path}[]`);
  if (inner instanceof z.ZodRecord) return mappingsIn(inner.valueType, `${path}.*`);
  if (!(inner instanceof z.ZodObject)) return new Map();
  const entries = Object.entries<unknown>(inner.shape);
  const own = entries.map(([name, value]) => {
    const { required, fallback } = unwrapped(value);
    return { name, required, fallback };
  });
  const below = entries.map(([name, value]) => mappingsIn(value, path === '' ? name : `${path}.${name}`));
  return new Map([[path, own], ...below.flatMap((found) => [...found])]);
}

interface Unwrapped {
  readonly inner: unknown;
  readonly required: boolean;
  readonly fallback: unknown;
}

/** Takes off what makes a key optional, gives it a default, or works on it further. */
function unwrapped(schema: unknown): Unwrapped {
  if (schema instanceof z.ZodOptional) return { ...unwrapped(schema.unwrap()), required: false };
  if (schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault) {
    return { ...unwrapped(schema.unwrap()), required: false, fallback: schema.def.defaultValue };
  }
  if (schema instanceof z.ZodPipe) return unwrapped(schema.in);
  return { inner: schema, required: true, fallback: undefined };
}
