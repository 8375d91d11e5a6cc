import { clamp } from '../lib/clamp.ts';

/** What stands in a statement, longest first; a statement that the server cut off ends in the middle of one. */
const parts: readonly (readonly [pattern: RegExp, shown: (text: string) => string])[] = [
  [/--[^\n]*/y, () => ' '],
  [/"(?:[^"]|"")*"?/y, (text) => text],
  [/[eE]'(?:[^'\\]|\\[\s\S]|'')*'?\\?/y, () => '?'],
  [/(?:[bBxXnN]|[uU]&)?'(?:[^']|'')*'?/y, (text) => (text.includes('\\') ? '? …' : '?')],
  [/\$\d+/y, (text) => text],
  [/\$([A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*)?\$(?:[\s\S]*?\$\1\$|[\s\S]*)/y, () => '?'],
  [/[A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*/y, (text) => text],
  [/\.?\d[\w.]*(?:(?<=[eE])[+-]\d+)?/y, () => '?'],
  [/\s+/y, () => ' '],
];

/**
 * A statement as a channel may see it: without comments, and with `?` for every literal, which may be somebody's data. It
 * is read sign by sign and not parsed, because the server cuts long ones off. Where a string may end in two places, the
 * rest is left out.
 */
export function withoutLiterals(statement: string, limit: number): string {
  let shown = '';
  for (let at = 0; at < statement.length; ) {
    const comment = statement.startsWith('/*', at) ? endOfComment(statement, at) : null;
    const [length, text] = comment === null ? partAt(statement, at) : [comment - at, ' '];
    shown += text;
    at = text === '? …' ? statement.length : at + length;
  }
  const short = shown.replace(/\?(?:\s*,\s*\?)+/g, '?, …').replace(/\s+/g, ' ');
  return clamp(short.trim(), limit);
}

function partAt(statement: string, at: number): readonly [length: number, text: string] {
  for (const [pattern, show] of parts) {
    pattern.lastIndex = at;
    const found = pattern.exec(statement)?.[0];
    if (found !== undefined) return [found.length, show(found)];
  }
  return [1, statement.charAt(at)];
}

/** Comments between slashes and stars may stand in each other. */
function endOfComment(statement: string, from: number): number {
  const edges = /\/\*|\*\//g;
  edges.lastIndex = from;
  let open = 0;
  for (let edge = edges.exec(statement); edge !== null; edge = edges.exec(statement)) {
    open += edge[0] === '/*' ? 1 : -1;
    if (open === 0) return edges.lastIndex;
  }
  return statement.length;
}
