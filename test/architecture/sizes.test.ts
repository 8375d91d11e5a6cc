import { describe, expect, it } from 'vitest';
import { type SourceFile, sourceFiles } from '../support/source-files.ts';

const limit = 250;
const files = sourceFiles(['src', 'playground', 'scripts', 'bench', 'test/support', 'test/fakes'], /\.(ts|mjs|cjs)$/);

const lines = ({ text }: SourceFile): number => text.trimEnd().split('\n').length;
/** A line that says why the file is long. */
const explained = ({ text }: SourceFile): boolean => /^\/\/ long: \S.{9,}$/m.test(text);

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
