import { z } from 'zod';

const columnSchema = z.object({ name: z.string(), type: z.string(), nullable: z.boolean(), plain: z.boolean() });
const tableSchema = z.object({
  name: z.string(),
  kind: z.enum(['r', 'p', 'f']),
  /** r, l, h: range, list, hash. */
  strategy: z.string().nullable(),
  partition: z.boolean(),
  parent: z.string().nullable(),
  columns: z.array(columnSchema),
  constraints: z.array(z.object({ name: z.string(), type: z.string() })),
});
const onTable = z.object({ name: z.string(), table: z.string() });
const worldSchema = z.object({
  tables: z.array(tableSchema),
  indexes: z.array(onTable),
  views: z.array(z.object({ name: z.string(), materialized: z.boolean() })),
  triggers: z.array(onTable),
  policies: z.array(onTable),
  enums: z.array(z.object({ name: z.string(), label: z.string() })),
  domains: z.array(z.object({ name: z.string(), constraint: z.string().nullable() })),
  sequences: z.array(z.string()),
  functions: z.array(z.string()),
});

/** What statements can be made about: every name as SQL writes it. */
export type World = z.infer<typeof worldSchema>;
export type WorldTable = World['tables'][number];

const listed = (what: string, from: string, order: string) =>
  `(SELECT coalesce(json_agg(${what} ORDER BY ${order}), '[]') FROM ${from})`;
const own = (schema: string) =>
  `${schema} IN (SELECT oid FROM pg_namespace WHERE nspname !~ '^pg_|^information_schema')`;

const columns = listed(
  `json_build_object('name', quote_ident(a.attname), 'type', format_type(a.atttypid, a.atttypmod), 'nullable', NOT a.attnotnull,
    'plain', a.attgenerated = '' AND a.attidentity = '')`,
  'pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped',
  'a.attnum',
);
const constraints = listed(
  "json_build_object('name', quote_ident(k.conname), 'type', k.contype)",
  'pg_constraint k WHERE k.conrelid = c.oid',
  'k.conname',
);

const query = `SELECT json_build_object(
  'tables', ${listed(
    `json_build_object('name', c.oid::regclass::text, 'kind', c.relkind, 'partition', c.relispartition,
      'strategy', (SELECT p.partstrat FROM pg_partitioned_table p WHERE p.partrelid = c.oid),
      'parent', (SELECT i.inhparent::regclass::text FROM pg_inherits i WHERE i.inhrelid = c.oid ORDER BY i.inhseqno LIMIT 1),
      'columns', ${columns}, 'constraints', ${constraints})`,
    `pg_class c WHERE c.relkind IN ('r', 'p', 'f') AND ${own('c.relnamespace')}`,
    'c.oid::regclass::text',
  )},
  'indexes', ${listed(
    `json_build_object('name', c.oid::regclass::text, 'table', i.indrelid::regclass::text)`,
    `pg_index i JOIN pg_class c ON c.oid = i.indexrelid WHERE ${own('c.relnamespace')}`,
    'c.oid::regclass::text',
  )},
  'views', ${listed(
    `json_build_object('name', c.oid::regclass::text, 'materialized', c.relkind = 'm')`,
    `pg_class c WHERE c.relkind IN ('v', 'm') AND ${own('c.relnamespace')}`,
    'c.oid::regclass::text',
  )},
  'triggers', ${listed(
    `json_build_object('name', quote_ident(t.tgname), 'table', t.tgrelid::regclass::text)`,
    'pg_trigger t WHERE NOT t.tgisinternal',
    't.tgname, t.tgrelid::regclass::text',
  )},
  'policies', ${listed(
    `json_build_object('name', quote_ident(p.polname), 'table', p.polrelid::regclass::text)`,
    'pg_policy p',
    'p.polname, p.polrelid::regclass::text',
  )},
  'enums', ${listed(
    `json_build_object('name', t.oid::regtype::text, 'label', (SELECT e.enumlabel FROM pg_enum e WHERE e.enumtypid = t.oid ORDER BY e.enumsortorder LIMIT 1))`,
    `pg_type t WHERE t.typtype = 'e' AND ${own('t.typnamespace')}`,
    't.oid::regtype::text',
  )},
  'domains', ${listed(
    `json_build_object('name', t.oid::regtype::text, 'constraint', (SELECT quote_ident(min(k.conname)) FROM pg_constraint k WHERE k.contypid = t.oid))`,
    `pg_type t WHERE t.typtype = 'd' AND ${own('t.typnamespace')}`,
    't.oid::regtype::text',
  )},
  'sequences', ${listed('c.oid::regclass::text', `pg_class c WHERE c.relkind = 'S' AND ${own('c.relnamespace')}`, 'c.oid::regclass::text')},
  'functions', ${listed('p.oid::regprocedure::text', `pg_proc p WHERE ${own('p.pronamespace')}`, 'p.oid::regprocedure::text')}
) AS world`;

/** Runs one query. */
export type Ask = (sql: string) => Promise<readonly Record<string, unknown>[]>;

/** Looks at what a database holds, in an order that depends on nothing but names. */
export async function lookAtWorld(ask: Ask): Promise<World> {
  const [row] = await ask(query);
  return worldSchema.parse(row?.world);
}
