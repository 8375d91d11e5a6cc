import type { Column } from '../catalog/model.ts';
import { quoted } from '../names.ts';
import { label, type Rule } from './rule.ts';

/** Bytes of a value and of the places it may start at, for the types of fixed length; see `pg_type.typlen` and `typalign`. */
const sizes: Readonly<Record<string, readonly [bytes: number, align: number]>> = {
  bool: [1, 1],
  char: [1, 1],
  int2: [2, 2],
  int4: [4, 4],
  float4: [4, 4],
  date: [4, 4],
  int8: [8, 8],
  float8: [8, 8],
  money: [8, 8],
  time: [8, 8],
  timestamp: [8, 8],
  timestamptz: [8, 8],
  timetz: [12, 8],
  interval: [16, 8],
  uuid: [16, 1],
};

/** A row's data ends on such a place. */
const rowAlign = 8;

export const columnOrder: Rule = {
  id: 'S12',
  tier: 'style',
  title: 'Columns in an order that wastes room',
  why: 'A value of eight bytes starts on a multiple of eight: after a boolean seven bytes stay empty, in every row. Wide columns first leave no such holes. Running code does not see the order.',
  optional: true,
  source: 'PostgreSQL manual, pg_type (typlen, typalign) and Database Page Layout',
  example: {
    bad: 'CREATE TABLE orders (id bigint PRIMARY KEY, paid boolean, total bigint, items smallint);',
    good: 'CREATE TABLE orders (id bigint PRIMARY KEY, total bigint, items smallint, paid boolean);',
  },
  cases: {
    flagged: ['CREATE TABLE a (id bigint PRIMARY KEY, ok boolean, n bigint, b smallint)'],
    safe: ['CREATE TABLE a (id bigint PRIMARY KEY, n int, ok boolean, note text)'],
  },
  applies: (scene) => {
    const { change } = scene;
    if (change.kind !== 'create-table' || change.partitionOf !== null || change.inherits.length > 0) return [];
    const better = change.columns.toSorted((a, b) => alignOf(b) - alignOf(a));
    const saved = rowBytes(change.columns) - rowBytes(better);
    if (saved < rowAlign) return [];
    const message = `Another order of the columns of ${label(scene, change.table)} saves ${saved} bytes in each row.`;
    const remedy = `-- ${better.map(({ name }) => quoted(name)).join(', ')}`;
    return [{ severity: 'safe', message, remedy, relation: change.table, evenNew: true }];
  },
};

const sizeOf = ({ type }: Column): readonly [number, number] | undefined =>
  type.array || type.schema !== null ? undefined : sizes[type.name];

/** What has no fixed length comes last. */
const alignOf = (column: Column): number => sizeOf(column)?.[1] ?? 0;

/** Short texts start anywhere; their own length is not known and left out. */
function rowBytes(columns: readonly Column[]): number {
  const end = columns.reduce((at, column) => {
    const [bytes, align] = sizeOf(column) ?? [0, 1];
    return Math.ceil(at / align) * align + bytes;
  }, 0);
  return Math.ceil(end / rowAlign) * rowAlign;
}
