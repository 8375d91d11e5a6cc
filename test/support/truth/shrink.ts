import { type Ground, prepare, tryNext, tryOne } from './trial.ts';

/** A forecast that was not the truth, with all that it takes to see it again. */
export interface Differing {
  readonly kind: 'weaker' | 'stronger';
  readonly catalog: 'live' | 'ddl';
  readonly zone: string;
  readonly schema: readonly string[];
  /** Statements of the same file before it. */
  readonly before: readonly string[];
  readonly sql: string;
  readonly why: string;
}

/** The same difference with as little schema and as few statements as it takes. */
export async function shrink(ground: Ground, found: Differing): Promise<Differing> {
  const again = async (one: Differing) => (await whyDiffering(ground, one)) !== null;
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
  return { ...best, why: (await whyDiffering(ground, best)) ?? best.why };
}

const clauseBreak = /, (?=(?:ADD|DROP|ALTER|SET|RESET|VALIDATE|ENABLE|DISABLE|REPLICA|CLUSTER|OWNER|INHERIT|NO) )/;

async function whyDiffering(
  ground: Ground,
  { kind, schema, zone, before, sql, catalog }: Differing,
): Promise<string | null> {
  await using site = await prepare(ground, schema, zone);
  let kept: readonly string[] = [];
  for (const one of before) ({ kept } = await tryNext(ground, site, kept, one));
  const { judged } =
    before.length === 0 ? await tryOne(ground, site, sql) : (await tryNext(ground, site, kept, sql)).tried;
  const one = judged[catalog];
  return one.kind === kind ? one.why : null;
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
export function copyable({ kind, catalog, zone, schema, before, sql, why }: Differing): string {
  const lines = [...schema, ...(before.length === 0 ? [] : ['-- in one file:']), ...before].map((one) =>
    one.startsWith('--') ? one : `${one};`,
  );
  return [
    `-- ${kind}: ${why} (catalog: ${catalog})`,
    `SET timezone = '${zone}';`,
    ...lines,
    `${sql};  -- this one`,
  ].join('\n');
}
