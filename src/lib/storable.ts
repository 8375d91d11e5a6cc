/** The text without what PostgreSQL cannot keep: NUL goes, half a surrogate pair becomes U+FFFD. */
export const storableText = (text: string): string =>
  text.replaceAll('\u0000', '').replace(/\p{Surrogate}/gu, '\ufffd');

/** The same for every text inside of JSON, keys left alone. */
export function storable<Json>(json: Json): Json {
  if (typeof json === 'string') return storableText(json) as Json;
  if (Array.isArray(json)) return json.map(storable) as Json;
  if (typeof json !== 'object' || json === null) return json;
  return Object.fromEntries(Object.entries(json).map(([key, value]) => [key, storable(value)])) as Json;
}
