import { catalogFromDdl } from '../../src/review/catalog/from-ddl.ts';
import { worstVerdict } from '../../src/review/order.ts';
import { loadParser, type Parser } from '../../src/review/parse/parser.ts';
import { reviewPlan } from '../../src/review/review.ts';
import { rules } from '../../src/review/rules/menu.ts';
import type { Rule } from '../../src/review/rules/rule.ts';
import type { Finding, Tier } from '../../src/review/types.ts';
import { withRows } from '../accuracy/measure.ts';
import { table } from './table.ts';

/** Where the pages stand; nothing else stands there. */
export const reviewFolder = 'docs/review';

/** Every page on the reviewer's rules, by its name in the folder, from the rules as they are now. */
export async function reviewPages(): Promise<ReadonlyMap<string, string>> {
  const parser = await loadParser();
  const shown = rules.map((rule) => ({ rule, findings: findingsOf(parser, rule) }));
  return new Map([['README.md', index(shown)], ...shown.map((one) => [`${one.rule.id}.md`, page(one)] as const)]);
}

interface Shown {
  readonly rule: Rule;
  /** What the rule says of its own example. */
  readonly findings: readonly Finding[];
}

function findingsOf(parser: Parser, { id, example }: Rule): readonly Finding[] {
  const serverVersion = example.serverVersion ?? 15;
  const made = catalogFromDdl(parser, example.schema ?? '', { serverVersion });
  const catalog = example.schema !== undefined && made.kind === 'catalog' ? withRows(made.catalog, example.rows) : null;
  const files = [{ path: 'migration.sql', sql: example.bad }];
  const { files: reviewed } = reviewPlan({
    parser,
    files,
    catalog,
    serverVersion,
    atomicity: null,
    style: 'quiet',
  });
  return reviewed
    .flatMap(({ statements }) => statements.flatMap(({ findings }) => findings))
    .filter(({ rule }) => rule === id);
}

const tiers: Readonly<Record<Tier, string>> = {
  lock: 'What locks, rewrites or reads tables',
  compat: 'What breaks running code',
  data: 'What loses data or fails on it',
  transaction: 'How a file runs',
  security: 'Who may do what',
  style: 'Matters of taste',
};

function index(shown: readonly Shown[]): string {
  const sections = Object.entries(tiers).map(([tier, title]) => {
    const own = shown.filter(({ rule }) => rule.tier === tier);
    const rows = own.map(({ rule, findings }) => [
      `[${rule.id}](${rule.id}.md)`,
      rule.title,
      severityOf({ rule, findings }),
    ]);
    return `## ${title}\n\n${table(['rule', 'what', 'weight'], rows)}`;
  });
  return `${intro}\n\n${sections.join('\n\n')}\n`;
}

const intro = `# What the reviewer looks for

Each page says what a rule finds, what is said, and the safe way as SQL. The pages are written from the rules themselves by \`npm run docs\`.

**Weight.** \`blocked\` fails or loses data for sure, \`risky\` stops traffic or breaks running code, \`caution\` is to be thought about, \`safe\` is mere information. What a rule says of locks weighs one step less on a table of less than 10 000 rows and 10 MB; what it says of data never does. What the file makes itself is nobody's yet, and is left alone. What is not known without a catalog is at least \`caution\`.

**Times.** How long a lock is held is a range, from the size of the table and rates that were measured: from a quiet machine with the table in memory to a busy one with a cold disk. The wait for the lock itself comes before it.

**Allowing.** A comment on the line before a statement, with a reason, takes a finding out of the verdict. It stays visible and is counted:

\`\`\`sql
-- godwit: allow L01 the table is empty until tomorrow
CREATE INDEX orders_user_idx ON orders (user_id);
\`\`\`

**Taste.** These rules are off, unless \`godwit review --style\` asks for them; \`--json\` carries them as information. L28 and L29 speak of the session that runs a file, and leave its verdict alone.

**P01** is no rule: the file cannot be read by PostgreSQL's grammar, and nothing of it was reviewed.`;

function severityOf({ rule, findings }: Shown): string {
  if (rule.optional === true) return 'taste';
  return worstVerdict(findings.map(({ severity }) => severity));
}

function page(shown: Shown): string {
  const { rule, findings } = shown;
  const facts = [
    `- **Weight**: ${severityOf(shown)}`,
    ...(rule.locks === undefined ? [] : [`- **Locks**: ${rule.locks}`]),
    ...(rule.versions === undefined ? [] : [`- **Versions**: ${rule.versions}`]),
    `- **Known from**: ${rule.source}.`,
  ];
  const [finding] = findings;
  const parts = [
    `# ${rule.id}: ${rule.title}`,
    rule.why,
    facts.join('\n'),
    '## Found',
    sql(
      rule.example.schema === undefined
        ? [rule.example.bad]
        : ['-- there already', rule.example.schema, '', '-- the migration', rule.example.bad],
    ),
    `> ${finding?.message ?? ''}`,
    '## The safe way',
    sql([finding?.remedy ?? '']),
    '## Let pass',
    sql([rule.example.good]),
    ...more(rule),
    `[All rules](README.md)`,
  ];
  return `${parts.join('\n\n')}\n`;
}

const sql = (lines: readonly string[]): string => ['```sql', ...lines, '```'].join('\n');

/** Other spellings and neighbours; what needs a database of its own is left to the tests. */
function more({ cases }: Rule): readonly string[] {
  const plain = (list: readonly unknown[]) => list.filter((one): one is string => typeof one === 'string');
  const flagged = plain(cases?.flagged ?? []);
  const safe = plain(cases?.safe ?? []);
  if (cases === undefined || flagged.length + safe.length === 0) return [];
  const lines = [
    ...(cases.schema === undefined ? [] : ['-- there already', cases.schema, '']),
    ...(flagged.length === 0 ? [] : ['-- found', ...flagged.map(ended)]),
    ...(safe.length === 0 ? [] : [...(flagged.length === 0 ? [] : ['']), '-- let pass', ...safe.map(ended)]),
  ];
  return ['## More cases', sql(lines)];
}

const ended = (text: string): string => (text.trimEnd().endsWith(';') ? text : `${text};`);
