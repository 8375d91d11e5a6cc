/** `text` cut to at most `limit` characters, the last one "…" where something was cut. Never splits a surrogate pair. */
export function clamp(text: string, limit: number): string {
  if (text.length <= limit) return text;
  if (limit < 1) return '';
  const end = limit - 1;
  const splitsPair = /[\uD800-\uDBFF]/.test(text.charAt(end - 1));
  return `${text.slice(0, splitsPair ? end - 1 : end)}…`;
}

/** The first `lines` lines, and "… 214 more lines" in place of the rest. */
export function clampLines(text: string, lines: number): string {
  const all = text.split('\n');
  if (all.length <= lines) return text;
  const rest = all.length - lines;
  return [...all.slice(0, lines), `… ${rest} more ${rest === 1 ? 'line' : 'lines'}`].join('\n');
}
