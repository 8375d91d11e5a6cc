/** Text that is safe between tags and in quoted attributes. */
export const escapeHtml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** An element with classes; `inside` is HTML already. */
export const tag = (name: string, classes: string, inside: string): string =>
  `<${name}${classes === '' ? '' : ` class="${classes}"`}>${inside}</${name}>`;
