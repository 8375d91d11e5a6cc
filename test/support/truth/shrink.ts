import { type Ground, prepare, tryNext, tryOne } from './trial.ts';

/** A forecast that was weaker than the truth, with all that it takes to see it again. */
export interface Weaker {
  readonly catalog: 'live' | 'ddl';
  readonly zone: string;
  readonly schema: readonly string[];
  /** Statements of the same file before it. */
  readonly before: readonly string[];
  readonly sql: string;
  readonly why: string;
}

/** The same weakness with as little schema and as few statements as it takes. */
export async function shrink(ground: Ground, found: Weaker): Promise<Weaker> {
  const again = async (one: Weaker) => (await whyWeaker(ground, one)) !== null;
  let best = found;
  if (!(await again(best))) return best;
  const before = await fewest(best.before, (some) => again({ ...best, before: some }));
  best = { ...best, before };
  const schema = await fewest(best.schema, (some) => again({ ...best, schema: some }));
  best = { ...best, schema };
  const [first = '', ...clauses] = best.sql.split(clauseBreak);
  const sqlOf = (some: readonly string[]) => [first, ...some].join(', ');
  const rest = await fewest(clauses, (some) => again({ ...best, sql: sqlOf(some) }));
  best = { ...best, sql: sqlOf(rest) };
  return { ...best, why: (await whyWeaker(ground, best)) ?? best.why };
}

const clauseBreak = /, (?=(?:ADD|DROP|ALTER|SET|RESET|VALIDATE|ENABLE|DISABLE|REPLICA|CLUSTER|OWNER|INHERIT|NO) )/;

async function whyWeaker(ground: Ground, { schema, zone, before, sql, catalog }: Weaker): Promise<string | null> {
  await using site = await prepare(ground, schema, zone);
  let kept: readonly string[] = [];
  for (const one of before) ({ kept } = await tryNext(ground, site, kept, one));
  const { judged } =
    before.length === 0 ? await tryOne(ground, site, sql) : (await tryNext(ground, site, kept, sql)).tried;
  return judged[catalog].kind === 'weaker' ? judged[catalog].why : null;
}

/** Takes items out, many at first, as long as what is left still shows it. */
async function fewest<Item>(
  items: readonly Item[],
  shows: (some: readonly Item[]) => Promise<boolean>,
): Promise<readonly Item[]> {
  let left = items;
  for (let size = Math.ceil(left.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let at = left.length - size; at > -size; at -= size) {
      const start = Math.max(0, at);
      const without = [...left.slice(0, start), ...left.slice(at + size)];
      if (without.length < left.length && (await shows(without))) left = without;
    }
  }
  return left;
}

/** To be copied into psql. */
export function copyable({ catalog, zone, schema, before, sql, why }: Weaker): string {
  const lines = [...schema, ...(before.length === 0 ? [] : ['-- in one file:']), ...before].map((one) =>
    one.startsWith('--') ? one : `${one};`,
  );
  return [`-- ${why} (catalog: ${catalog})`, `SET timezone = '${zone}';`, ...lines, `${sql};  -- this one`].join('\n');
}
