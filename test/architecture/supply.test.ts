import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { sourceFiles } from '../support/source-files.ts';

const self = 'test/architecture/supply.test.ts';
const files = sourceFiles(['.'], /./).filter(
  ({ path }) => path !== self && path !== '.env' && !/\.(png|env)$/.test(path),
);
const json = (path: string) => JSON.parse(readFileSync(path, 'utf8'));

/** What real secrets look like. A few letters after a prefix are made up, as tests need them. */
const looks: readonly (readonly [what: string, pattern: RegExp, example: string])[] = [
  ["tokens of Slack's", /\bx(?:ox[abeprs]|app)-(?=[\w-]*\d)[\w-]{16,}/, `xoxb-1234567890-${'Ab3'.repeat(8)}`],
  [
    'addresses of incoming webhooks',
    /hooks\.slack\.com\/services\/T\w+\/B\w+\/\w{16,}/,
    `hooks.slack.com/services/T01/B02/${'c'.repeat(24)}`,
  ],
  [
    'private keys',
    /-----BEGIN [A-Z ]*PRIVATE KEY-----\s+[\w+/=]{32,}/,
    `-----BEGIN OPENSSH PRIVATE KEY-----\n${'b3Blb'.repeat(9)}`,
  ],
  [
    'tokens of code hosts and registries',
    /\b(?:gh[pousr]_\w{30,}|github_pat_\w{30,}|glpat-[\w-]{20,}|npm_\w{30,})/,
    `ghp_${'a1'.repeat(18)}`,
  ],
  ['keys of clouds', /\b(?:AKIA[0-9A-Z]{16}|AIza[\w-]{35}|sk_live_\w{16,})/, `AKIA${'A1'.repeat(8)}`],
  [
    'signed tokens',
    /\beyJ[\w-]{16,}\.eyJ[\w-]{16,}\.[\w-]{16,}/,
    `eyJ${'a'.repeat(20)}.eyJ${'b'.repeat(20)}.${'c'.repeat(20)}`,
  ],
  [
    'passwords of hosts that exist',
    /\b(?:postgres(?:ql)?|rediss?|https?):\/\/[^\s:/@'"`]+:[^\s@'"`$]+@(?:[\w-]+\.)+(?!internal\b|test\b|local\b)[a-z]{2,}/,
    'postgres://app:hunter2@db.example.com/app',
  ],
];

describe.each(looks)('the project holds no %s', (_, pattern, example) => {
  it('in any file', () => {
    expect(files.length).toBeGreaterThan(500);
    expect(files.filter(({ text }) => pattern.test(text)).map(({ path }) => path)).toEqual([]);
  });

  it('and this test would see it', () => {
    expect(pattern.test(`before ${example} after`)).toBe(true);
  });
});

describe('what is installed is what was tried', () => {
  const { dependencies, devDependencies, overrides } = json('package.json') as Record<string, Record<string, string>>;

  it('by exact versions of every direct package', () => {
    const versions = Object.entries({ ...dependencies, ...devDependencies, ...overrides });
    expect(versions.length).toBeGreaterThan(30);
    expect(versions.filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))).toEqual([]);
  });

  it('by the checksum of every package in the lock file, from one place', () => {
    const { packages } = json('package-lock.json') as {
      packages: Record<string, { integrity?: string; resolved?: string; link?: boolean }>;
    };
    const held = Object.entries(packages).filter(([name, { link }]) => name !== '' && link !== true);
    expect(held.length).toBeGreaterThan(300);
    expect(held.filter(([, { integrity }]) => integrity?.startsWith('sha512-') !== true)).toEqual([]);
    const places = held.flatMap(([, { resolved }]) => (resolved === undefined ? [] : [new URL(resolved)]));
    expect([...new Set(places.map(({ protocol }) => protocol))]).toEqual(places.length === 0 ? [] : ['https:']);
    expect(new Set(places.map(({ host }) => host)).size).toBeLessThanOrEqual(1);
  });

  it('by full versions of every image', () => {
    const images = ['Dockerfile', 'docker-compose.yml'].flatMap((path) =>
      [...readFileSync(path, 'utf8').matchAll(/^\s*(?:FROM|image:) (\S+:\S+)/gm)].map(([, image = '']) => image),
    );
    expect(images.length).toBeGreaterThan(2);
    expect(images.filter((image) => !/:\d+\.\d+(\.\d+)?(-[\w-]+)?$/.test(image))).toEqual([]);
  });
});
