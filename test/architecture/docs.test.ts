import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { commandFolder, commandPages } from '../../scripts/docs/command-pages.ts';
import { partsIn, unaligned, withFreshParts } from '../../scripts/docs/markers.ts';
import { documents, parts } from '../../scripts/docs/parts.ts';
import { reliabilityFile, reliabilityPage } from '../../scripts/docs/reliability.ts';
import { reviewFolder, reviewPages } from '../../scripts/docs/review-pages.ts';
import { commands, laterCommands } from '../../src/render/commands.ts';
import { procedures } from '../../src/render/guide.ts';

const pages = documents.map((page) => ({ page, text: readFileSync(page, 'utf8') }));
const textOf = (page: (typeof documents)[number]) => readFileSync(page, 'utf8');
/** The texts in `code`, blocks of code left out. */
const codeIn = (text: string) =>
  [...text.replace(/^```[\s\S]*?^```/gm, '').matchAll(/`([^`\n]+)`/g)].map(([, code]) => code ?? '');
const found = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map(([, first]) => first ?? '');

describe('generated parts', () => {
  it.each(pages)('of $page are fresh (npm run docs)', ({ text }) => {
    expect(unaligned(withFreshParts(text, parts()))).toBe(unaligned(text));
  });

  it('stand somewhere, each of them', () => {
    const placed = pages.flatMap(({ text }) => partsIn(text));
    expect(placed.toSorted()).toEqual(Object.keys(parts()).toSorted());
  });

  it('are seen to be stale, nameless or without end', () => {
    const stale = '<!-- generated: a -->old<!-- end of a -->';
    expect(withFreshParts(stale, { a: 'new' })).toBe('<!-- generated: a -->new<!-- end of a -->');
    expect(() => withFreshParts(stale, {})).toThrow('nothing makes it');
    expect(() => withFreshParts('<!-- generated: a -->', { a: 'new' })).toThrow('have their end');
  });
});

it('the page on reliability is what the runs left (npm run docs)', () => {
  expect(unaligned(readFileSync(reliabilityFile, 'utf8'))).toBe(unaligned(reliabilityPage()));
});

describe('the pages on the reviewer (npm run docs)', async () => {
  const fresh = await reviewPages();

  it('are one for each rule, and an index', () => {
    expect(readdirSync(reviewFolder).toSorted()).toEqual([...fresh.keys()].toSorted());
  });

  it.each([...fresh])('%s is fresh, shows what is found, and the safe way', (name, text) => {
    expect(unaligned(readFileSync(path.join(reviewFolder, name), 'utf8'))).toBe(unaligned(text));
    expect(text).not.toMatch(/^> $|```sql\n```/m);
  });
});

describe('the pages on the commands (npm run docs)', () => {
  const fresh = commandPages();

  it('are one for each command, and an index', () => {
    expect(readdirSync(commandFolder).toSorted()).toEqual([...fresh.keys()].toSorted());
  });

  it.each([...fresh])('%s is fresh', (name, text) => {
    expect(unaligned(readFileSync(path.join(commandFolder, name), 'utf8'))).toBe(unaligned(text));
  });

  it.each(commands)('of $name says who may, what can be lost, and shows a card', ({ name }) => {
    const text = fresh.get(`${name}.md`) ?? '';
    expect(text).toMatch(/^\*\*Who may\.\*\* \S.*\.$/m);
    expect(text).toMatch(/^\*\*What can be lost\.\*\* \S.*\.$/m);
    expect(text).toMatch(/^> \S/m);
    // Nothing of Slack's own notation is left over.
    expect(text).not.toMatch(/<[!@#]|<http|&(lt|gt|amp);/);
  });
});

/** What a team follows by hand, where it lies beside. */
const guide = '../shared/spec/migrations-guide.md';
/** How each procedure begins, up to the first name in it. */
const byHand = procedures
  .flatMap(({ hand }) => hand.replace(/^([a-z ]+: |☐ )/, '').split('; '))
  .map((hand) => (hand.split(/NAME|…/)[0] ?? hand).trim().toLowerCase());

describe('docs/guide.md', () => {
  it('leads to every command that is there, each procedure to one', () => {
    const text = textOf('docs/guide.md');
    expect(commands.filter(({ name }) => !text.includes(`(commands/${name}.md)`))).toEqual([]);
    expect(procedures.filter(({ hand }) => !text.includes(`\`${hand}\``))).toEqual([]);
  });

  it.skipIf(!existsSync(guide))('leaves out no command and no checklist row of the written guide', () => {
    const lines = readFileSync(guide, 'utf8')
      .split('\n')
      .filter((line) => /^(- \[ \]|npx |docker-compose |ssh |\.\/|ls |cat |SELECT )/.test(line))
      .map((line) => line.replace('- [ ] ', '').replace(/^docker-compose exec backend (.* status)/, '$1'));
    expect(lines.length).toBeGreaterThan(25);
    expect(lines.filter((line) => !byHand.some((start) => line.toLowerCase().startsWith(start)))).toEqual([]);
  });
});

describe.each(pages)('$page', ({ page, text }) => {
  it('leads only to what is there', () => {
    const links = found(text, /\]\(([^)\s]+)\)/g).filter((link) => !/^https?:/.test(link));
    const broken = links.filter((link) => {
      const [file = '', anchor] = link.split('#');
      const target = file === '' ? page : path.join(path.dirname(page), file);
      return !existsSync(target) || (anchor !== undefined && !anchorsOf(target).includes(anchor));
    });
    expect(broken).toEqual([]);
  });

  it('names only files that are there', () => {
    const named = codeIn(text).filter((code) =>
      /^(src|test|scripts|docs|prisma|playground|bench|bin)(\/[\w./-]+)?$/.test(code),
    );
    expect(named.filter((file) => !existsSync(file))).toEqual([]);
  });

  it('names only commands that are there', () => {
    const typed = found(text, /\/migrate ([a-z]+)/g);
    const known: readonly string[] = [...commands.map(({ name }) => name), ...laterCommands];
    expect(typed.filter((name) => !known.includes(name))).toEqual([]);
    const ownWords = found(text, /(?:^|[`\n] *)godwit ([a-z-]+)/g);
    const commandLine = ['command-line', 'review-command', 'audit-commands', 'doctor/doctor-command']
      .map((file) => readFileSync(`src/app/${file}.ts`, 'utf8'))
      .join('');
    expect(ownWords.filter((name) => !commandLine.includes(`.command('${name}')`))).toEqual([]);
    const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };
    const run = [...found(text, /npm run ([\w:-]+)/g), ...(text.includes('npm test') ? ['test'] : [])];
    expect(run.filter((name) => !(name in scripts))).toEqual([]);
  });

  it('speaks calmly', () => {
    const loud = /[a-z]!(\s|$)|\b(simply|easily|powerful|seamless|failed to)\b/i;
    expect(text.split('\n').filter((line) => loud.test(line))).toEqual([]);
  });
});

/** As GitHub makes them of headings. */
const anchorsOf = (file: string): readonly string[] =>
  found(readFileSync(file, 'utf8'), /^#+ (.+)$/gm).map((heading) =>
    heading
      .toLowerCase()
      .replace(/[^\w\- ]/g, '')
      .replaceAll(' ', '-'),
  );

describe('docs/architecture.md', () => {
  const text = textOf('docs/architecture.md');

  it('gives every room its floor', () => {
    const rows = [...text.matchAll(/^\|\s*(\d)\s*\|\s*`src\/([\w-]+)`/gm)].map(
      ([, floor, room]) => `${room} (floor ${floor})`,
    );
    const rooms = readdirSync('src', { withFileTypes: true }).filter((entry) => entry.isDirectory());
    expect(rows.map((row) => row.split(' ')[0]).toSorted()).toEqual(rooms.map(({ name }) => name).toSorted());
    const rules = readFileSync('.dependency-cruiser.cjs', 'utf8');
    const floors = [...(/const floors = \[\n([\s\S]*?)\n\];/.exec(rules)?.[1] ?? '').matchAll(/\[(.*)\],/g)];
    const held = floors.flatMap(([, names = ''], floor) =>
      found(names, /'([\w-]+)'/g).map((room) => `${room} (floor ${floor})`),
    );
    expect(rows.filter((row) => !held.includes(row))).toEqual([]);
  });

  it('lists every table', () => {
    const tables = found(readFileSync('prisma/schema.prisma', 'utf8'), /@@map\("(\w+)"\)/g);
    const [, listed = ''] = text.split('## Tables');
    expect(tables.length).toBeGreaterThan(10);
    expect(tables.filter((table) => !listed.includes(`\`${table}\``))).toEqual([]);
  });
});

describe('docs/configuration.md', () => {
  it('lists every variable of the environment, and no other', () => {
    const read = found(readFileSync('src/config/environment-variables.ts', 'utf8'), /^\s+([A-Z][A-Z_]+):/gm);
    const [, listed = ''] = textOf('docs/configuration.md').split('## The environment of a process');
    const rows = listed.split('\n').filter((line) => line.startsWith('| `'));
    const named = rows.flatMap((row) => found(row.split('|')[1] ?? '', /`(\w+)`/g));
    expect(named.toSorted()).toEqual([...new Set([...read, 'DATABASE_OWNER_URL'])].toSorted());
  });
});
