import { describe, expect, it } from 'vitest';
import { sourceFiles } from '../support/source-files.ts';

const self = 'test/architecture/own-words.test.ts';
/** Everything that a reader of the project reads; recorded output of other programs speaks in their words. */
const files = sourceFiles(['.'], /(\.(ts|mjs|cjs|js|md|ya?ml|prisma|sql|sh|json)|Dockerfile|\.example)$/).filter(
  ({ path }) => path !== self && path !== 'package-lock.json' && !path.startsWith('test/fixtures/prisma/'),
);

interface Ban {
  readonly what: string;
  readonly pattern: RegExp;
  /** Where the words have a good reason. */
  readonly except?: RegExp;
  readonly example: string;
}

const bans: readonly Ban[] = [
  {
    what: "paths of somebody's machine",
    pattern: /(?<![\w.@~-])\/(work|root|Users\/\w+|home\/\w+)\//,
    example: 'see /home/ana/godwit/src',
  },
  {
    what: 'hosts of package registries',
    pattern: /\b(registry\.npmjs\.org|npm\.pkg\.github\.com)\b/,
    example: 'https://registry.npmjs.org/zod',
  },
  { what: 'numbers of tickets', pattern: /\b(issue|ticket) #?\d/i, example: 'asked for in issue 12' },
  {
    what: 'what lies beside the project',
    pattern: /\.\.\/shared\b/,
    except: /^test\/architecture\/(docs|manifest)\.test\.ts$/,
    example: 'see ../shared/README.md',
  },
  {
    what: 'how the text came about',
    pattern: /\b(AI|LLM|language model|per the brief)\b/,
    example: 'made by an AI',
  },
  {
    what: 'the names of nothing in particular',
    pattern: /\b[hH]elper (function|class|method|module)s?\b/,
    example: 'a helper function',
  },
];

describe.each(bans)('the project does not name $what', ({ pattern, except, example }) => {
  it('anywhere', () => {
    expect(files.length).toBeGreaterThan(100);
    const found = files
      .filter(({ path }) => except?.test(path) !== true)
      .flatMap(({ path, text }) => matchingLines(text, pattern).map((line) => `${path}:${line}`));
    expect(found).toEqual([]);
  });

  it('and this test would see it', () => {
    expect(matchingLines(`first\n${example}\n`, pattern)).toEqual([2]);
  });
});

describe('the environment', () => {
  it('is read where the configuration is read, by the entry, and by programs that run on a host', () => {
    const allowed = /^(src\/config\/|src\/main\.ts$|src\/database\/programs\/)/;
    const reading = sourceFiles(['src'], /\.(ts|cjs)$/).filter(({ text }) =>
      /\bprocess\s*\.\s*env\b|\benv\b.*from 'node:process'/.test(text),
    );
    expect(reading.map(({ path }) => path).filter((path) => !allowed.test(path))).toEqual([]);
  });
});

function matchingLines(text: string, pattern: RegExp): readonly number[] {
  return text.split('\n').flatMap((line, index) => (pattern.test(line) ? [index + 1] : []));
}
