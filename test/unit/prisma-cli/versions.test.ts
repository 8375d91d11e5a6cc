import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { knownMajors, prismaVersion, runsAsOne } from '../../../src/prisma-cli/versions.ts';

test.each([
  ['5.22.0', 5, 'file'],
  ['6.19.3', 6, 'file'],
  ['7.3.9', 7, 'file'],
  ['7.4.0', 7, 'unknown'],
  ['7.10.0-dev.3', 7, 'unknown'],
])('%s: major %i, runs as one: %s', (installed, major, runsAsOne) => {
  expect(prismaVersion(installed)).toMatchObject({ major, runsAsOne });
});

test.each([null, '8.0.0-rc.19', '4.16.2', 'nonsense', '7'])('%s is not known', (installed) => {
  expect(prismaVersion(installed)).toBeNull();
});

test.each([
  ['4.16.2', 'file'],
  ['6.19', 'file'],
  ['7.3.9', 'file'],
  ['7.4', 'unknown'],
  ['8.0.0-rc.19', 'unknown'],
  ['nonsense', null],
  [null, null],
])('a file with %s runs as one: %s', (installed, expected) => expect(runsAsOne(installed)).toBe(expected));

test('every known major version stands once', () => expect(knownMajors).toEqual([5, 6, 7]));

test.each(['6.19', '7.10'])('the flags for %s of db execute are those of its --help', (release) => {
  const help = readFileSync(new URL(`../../fixtures/prisma/${release}/help-db-execute.txt`, import.meta.url), 'utf8');
  const execute = prismaVersion(`${release}.0`)?.execute ?? [];
  expect(help).toMatch(/^--stdin /m);
  expect(execute[0]).toBe('--stdin');
  expect(execute.slice(1)).toEqual(/^--schema /m.test(help) ? ['--schema', '{schema}'] : []);
});

describe.each(['5.22', '6.19', '7.10'])('the flags for %s are those of its --help', (release) => {
  const known = prismaVersion(`${release}.0`);
  const help = (command: string) =>
    readFileSync(new URL(`../../fixtures/prisma/${release}/help-${command}.txt`, import.meta.url), 'utf8');

  test('of migrate diff', () => {
    const { database, schema, shadow } = known?.diff ?? {};
    const text = help('migrate-diff');
    for (const end of [database, schema, 'migrations', 'empty']) expect(text).toMatch(new RegExp(`--from-${end}\\b`));
    expect(text.includes('--shadow-database-url  ')).toBe(shadow === 'given');
  });

  test.each([
    ['migrate-dev', known?.dev],
    ['migrate-reset', known?.reset],
    ['db-push', known?.push],
  ])('of %s: all there, and none forgotten', (command, flags = []) => {
    const all = help(command).match(/--(?:skip-[a-z]+|force)\b(?!-)/g) ?? [];
    expect([...flags].sort()).toEqual([...new Set(all)].sort());
  });
});
