import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { type SourceFile, sourceFiles } from '../support/source-files.ts';

const limit = 250;
const files = sourceFiles(['src', 'playground', 'scripts', 'bench', 'test/support', 'test/fakes'], /\.(ts|mjs|cjs)$/);

const lines = ({ text }: SourceFile): number => text.trimEnd().split('\n').length;
/** A line that says why the file is long. */
const explained = ({ text }: SourceFile): boolean => /^\/\/ long: \S.{9,}$/m.test(text);

const functionLimit = 40;
const product = files.filter(({ path }) => path.startsWith('src/') && path.endsWith('.ts'));

interface Function {
  readonly where: string;
  readonly lines: number;
  /** The comment above it, or above what it is the value of. */
  readonly comment: string;
}

function functionsOf({ path, text }: SourceFile): readonly Function[] {
  const tree = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const lineAt = (position: number) => tree.getLineAndCharacterOfPosition(position).line + 1;
  const found: Function[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node) && 'body' in node && node.body !== undefined) {
      const start = node.getStart();
      found.push({
        where: `${path}:${lineAt(start)}`,
        lines: lineAt(node.end) - lineAt(start) + 1,
        comment: commentAbove(node),
      });
    }
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return found;

  /** Of a value, that of the statement or the line which names it. */
  function commentAbove(node: ts.Node): string {
    const own = text.slice(node.getFullStart(), node.getStart());
    const isFirst = own.trim() === '' && !ts.isBlock(node.parent) && !ts.isSourceFile(node.parent);
    return isFirst ? commentAbove(node.parent) : own;
  }
}

describe('functions', () => {
  it(`of more than ${functionLimit} lines say why`, () => {
    const all = product.flatMap(functionsOf);
    expect(all.length).toBeGreaterThan(1_000);
    const silent = all.filter(({ lines: long, comment }) => long > functionLimit && !/long: \S.{9,}/.test(comment));
    expect(silent.map(({ where, lines: long }) => `${where}: ${long} lines without a "long: why" above`)).toEqual([]);
  });
});

describe('files', () => {
  it(`of more than ${limit} lines say why`, () => {
    expect(files.length).toBeGreaterThan(100);
    const silent = files.filter((file) => lines(file) > limit && !explained(file));
    expect(silent.map((file) => `${file.path}: ${lines(file)} lines without a line "// long: why"`)).toEqual([]);
  });

  it('of the product are about 60 lines long, half of them shorter', () => {
    const sizes = files.filter(({ path }) => path.startsWith('src/')).map(lines);
    const median = sizes.sort((a, b) => a - b)[Math.floor(sizes.length / 2)];
    expect(median).toBeLessThanOrEqual(70);
  });

  it('are not called after a lack of a better name', () => {
    const vague = /(^|[/-])(utils?|helpers?|manager|misc|common|stuff)([./-]|$)/;
    expect(files.map(({ path }) => path).filter((path) => vague.test(path))).toEqual([]);
    expect(
      ['src/lib/string-utils.ts', 'src/helpers/a.ts', 'src/slack/session-manager.ts'].every((path) => vague.test(path)),
    ).toBe(true);
  });
});
