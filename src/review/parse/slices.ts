/** What may hide a semicolon, and the semicolon itself. A `$` or an E within a word begins nothing. */
const interesting =
  /(?<![\w$\u0080-\uffff])[eE]'|'|"|(?<![\w$\u0080-\uffff])\$(?:[A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*)?\$|--|\/\*|[();]/g;

/**
 * The places after the semicolons that end statements, in characters, ascending. It sees less than the grammar does: a
 * function's `BEGIN ATOMIC` body is cut at each of its semicolons, and what stands before such a place does not parse.
 */
export function* statementEnds(sql: string): Generator<number> {
  const next = new RegExp(interesting);
  let depth = 0;
  for (let found = next.exec(sql); found !== null; found = next.exec(sql)) {
    const [word] = found;
    if (word === '(') depth += 1;
    else if (word === ')') depth = Math.max(0, depth - 1);
    else if (word !== ';') {
      const end = endOf(word, sql, next.lastIndex);
      if (end === null) return;
      next.lastIndex = end;
    } else if (depth === 0) yield next.lastIndex;
  }
}

/** Where a text or a comment ends that begins before `from`; null where it does not. */
function endOf(opener: string, sql: string, from: number): number | null {
  if (opener === '/*') return endOfComment(sql, from);
  if (opener === "e'" || opener === "E'") return endOfEscaped(sql, from);
  const closer = opener === '--' ? '\n' : opener; // a doubled quote reads as two texts in a row
  const at = sql.indexOf(closer, from);
  return at === -1 ? null : at + closer.length;
}

/** Comments nest. */
function endOfComment(sql: string, from: number): number | null {
  const mark = /\/\*|\*\//g;
  mark.lastIndex = from;
  for (let depth = 1; depth > 0; ) {
    const found = mark.exec(sql);
    if (found === null) return null;
    depth += found[0] === '/*' ? 1 : -1;
  }
  return mark.lastIndex;
}

function endOfEscaped(sql: string, from: number): number | null {
  const mark = /\\.|''|'/gs;
  mark.lastIndex = from;
  for (let found = mark.exec(sql); found !== null; found = mark.exec(sql)) if (found[0] === "'") return mark.lastIndex;
  return null;
}
