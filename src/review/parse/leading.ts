/** What stands before a statement's first word. */
export interface Leading {
  /** Length of the blanks and comments, in characters. */
  readonly length: number;
  readonly comments: readonly string[];
}

const blank = /\s+|;/y;
const lineComment = /--[^\r\n]*/y;

/** Reads over blanks, `-- …` and nested `/* … *\/` comments, as PostgreSQL's scanner does. */
export function readLeading(text: string): Leading {
  const comments: string[] = [];
  let at = 0;
  for (;;) {
    const spaces = match(blank, text, at);
    if (spaces !== null) {
      at += spaces.length;
      continue;
    }
    const comment = match(lineComment, text, at) ?? blockComment(text, at);
    if (comment === null) return { length: at, comments };
    comments.push(comment);
    at += comment.length;
  }
}

function match(pattern: RegExp, text: string, at: number): string | null {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? null;
}

function blockComment(text: string, start: number): string | null {
  if (!text.startsWith('/*', start)) return null;
  let depth = 0;
  for (let at = start; at < text.length; at += 1) {
    const pair = text.slice(at, at + 2);
    if (pair === '/*') depth += 1;
    else if (pair === '*/') depth -= 1;
    else continue;
    at += 1;
    if (depth === 0) return text.slice(start, at + 1);
  }
  return text.slice(start);
}

/** Permission for one rule on the statement below, with the reason that approvers are shown. */
export interface Allowance {
  readonly rule: string;
  readonly reason: string;
}

const allowing = /^--\s*godwit:\s*allow\s+([A-Z]\d{2})\b[\s:,-]*(.*)$/i;

/** `-- godwit: allow L01 reason` lines; one without a reason allows nothing. */
export function allowancesIn(comments: readonly string[]): readonly Allowance[] {
  return comments.flatMap((comment) => {
    const [, rule, reason] = allowing.exec(comment.trim()) ?? [];
    if (rule === undefined || reason === undefined || reason.trim() === '') return [];
    return [{ rule: rule.toUpperCase(), reason: reason.trim() }];
  });
}
