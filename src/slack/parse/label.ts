/** Longest label of a backup: it becomes part of a file name. */
const longest = 60;

/** A label of `[a-z0-9-]` from what was typed; null when nothing of it can stay. */
export function toLabel(text: string): string | null {
  const label = text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, longest)
    .replace(/^-+|-+$/g, '');
  return label === '' ? null : label;
}
