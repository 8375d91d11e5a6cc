/** The same JSON as a newer version could have written it: every object in it says one thing more. */
export function furthered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(furthered);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, inner]): [string, unknown] => [key, furthered(inner)]);
  return { ...Object.fromEntries(entries), laterSaid: { since: 'a newer version' } };
}
