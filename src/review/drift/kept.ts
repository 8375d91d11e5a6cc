const limit = 63;

/** A name as PostgreSQL keeps it: the first 63 bytes, whole characters only. */
export function kept(name: string): string {
  const bytes = Buffer.from(name);
  if (bytes.length <= limit) return name;
  let end = limit;
  while (((bytes[end] ?? 0) & 0xc0) === 0x80) end -= 1; // the middle of a character
  return bytes.toString('utf8', 0, end);
}
