const quotes = /[‘’‚‛“”„‟«»‹›`´"']/g;
const dashes = /[‐‑‒–—―−]/g;

/** Slack writes these three as entities in what it hands on. */
const unescaped = (text: string): string =>
  text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');

/** The text after `/migrate` with plain spaces, one at a time. What phones put in for dashes is a dash again. */
export const plainSpaced = (text: string): string =>
  unescaped(text).normalize('NFKC').replace(dashes, '-').replace(/\s+/gu, ' ').trim();

/** A word by which something is looked up: no quotes, no capitals. */
export const lookupWord = (word: string): string => word.replace(quotes, '').toLowerCase();

/** Free text without the quotes around it. */
export const unquoted = (text: string): string => {
  const inner = text.replace(/^[‘“„«"'`]+/, '').replace(/[’”“»"'`]+$/, '');
  return inner.trim();
};
