/** What stands between `<!-- generated: name -->` and `<!-- end of name -->`, by name. */
export type Parts = Readonly<Record<string, string>>;

const marked = /<!-- generated: (?<name>[\w. -]+?) -->(?<old>[\s\S]*?)<!-- end of \k<name> -->/g;

/** The text with every generated part as it is now. Throws where a mark names nothing, or has no end. */
export function withFreshParts(text: string, parts: Parts): string {
  const fresh = text.replace(marked, (whole: string, name: string, old: string) => {
    const part = parts[name];
    if (part === undefined) throw new Error(`writing the part "${name}": nothing makes it`);
    // A part that shares its line with other words stays in that line.
    const inner = whole.includes('\n') || part.includes('\n') ? `\n\n${part}\n\n` : part;
    return whole.replace(`-->${old}<!--`, () => `-->${inner}<!--`);
  });
  const begun = text.match(/<!-- generated: /g)?.length ?? 0;
  const ended = [...text.matchAll(marked)].length;
  if (begun !== ended) throw new Error(`${begun} generated parts are begun, but ${ended} have their end`);
  return fresh;
}

/** The names of the parts in a text. */
export const partsIn = (text: string): readonly string[] =>
  [...text.matchAll(marked)].map(({ groups }) => groups?.name ?? '');

/** The text without the spaces by which a formatter lines up the columns of tables. */
export const unaligned = (text: string): string =>
  text.replace(/^\|.*\|$/gm, (row) => row.replace(/ *\| */g, '|').replace(/-{3,}/g, '---'));
