import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseDocument,
  visit,
  type YAMLMap,
} from 'yaml';
import { type Path, type Problem, problemAt } from './problem.ts';

export type Read =
  | { readonly kind: 'read'; readonly value: unknown; readonly problems: readonly Problem[] }
  | { readonly kind: 'unreadable'; readonly problems: readonly Problem[] };

/** What the parser's codes mean. Its own messages quote the text, and the text may hold what nobody should see. */
const meanings: Readonly<Record<string, string>> = {
  BAD_ALIAS: 'a reference (*name) to an anchor that does not stand above it; text that begins with * needs quotes',
  BAD_INDENT: 'the indentation does not fit the lines above',
  BAD_SCALAR_START: 'text that begins with this character needs quotes',
  BLOCK_AS_IMPLICIT_KEY: 'a nested value where a key is expected; look at the indentation',
  MISSING_CHAR: 'a closing quote, bracket or ":" is missing',
  MULTIPLE_DOCS: 'more than one document (---) in the file',
  TAB_AS_INDENT: 'a tab where spaces are expected',
  TAG_RESOLVE_FAILED: 'an unknown tag (!name); text that begins with ! needs quotes',
  UNEXPECTED_TOKEN: 'unexpected text here; look at quotes and indentation',
};

/** Reads YAML 1.2 with merge keys (`<<: *base`). Keys that stand twice are problems with both lines. */
export function readYaml(text: string): Read {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: false, merge: true });
  const wrong = [...document.errors, ...document.warnings, ...lostAliases(document)];
  if (wrong.length > 0) {
    return { kind: 'unreadable', problems: wrong.map(({ code, pos }) => inWords(code, lines.linePos(pos[0]))) };
  }
  const problems = repeatedKeys(document.contents, [], lines);
  try {
    return { kind: 'read', value: document.toJS(), problems };
  } catch {
    // The one fault that shows only now: references that unfold without end.
    return { kind: 'unreadable', problems: [problemAt([], 'references (*name) unfold into too much')] };
  }
}

/** References to anchors that do not stand above them; the parser itself would throw, with their names. */
function lostAliases(document: Document): readonly { readonly code: string; readonly pos: readonly [number] }[] {
  const lost: { code: string; pos: [number] }[] = [];
  visit(document, {
    Alias: (_, alias) => {
      if (alias.resolve(document) === undefined) lost.push({ code: 'BAD_ALIAS', pos: [alias.range?.[0] ?? 0] });
    },
  });
  return lost;
}

function inWords(code: string, { line, col }: { line: number; col: number }): Problem {
  const meaning = meanings[code] ?? code.toLowerCase().replaceAll('_', ' ');
  return problemAt([], `line ${line}, column ${col}: ${meaning}`);
}

function repeatedKeys(node: Node | null, path: Path, lines: LineCounter): readonly Problem[] {
  if (isAlias(node) || isScalar(node) || node === null) return [];
  if (isSeq(node))
    return node.items.flatMap((item, index) => repeatedKeys(item as Node | null, [...path, index], lines));
  return isMap<Node, Node | null>(node) ? repeatedKeysOfMap(node, path, lines) : [];
}

function repeatedKeysOfMap(map: YAMLMap<Node, Node | null>, path: Path, lines: LineCounter): readonly Problem[] {
  const seen = new Map<string, number>();
  return map.items.flatMap(({ key, value }) => {
    const name = String(isScalar(key) ? key.value : key);
    const line = lines.linePos(key.range?.[0] ?? 0).line;
    const earlier = seen.get(name);
    seen.set(name, earlier ?? line);
    const inside = repeatedKeys(value, [...path, name], lines);
    if (earlier === undefined) return inside;
    return [problemAt([...path, name], `stands twice, in lines ${earlier} and ${line}`), ...inside];
  });
}
