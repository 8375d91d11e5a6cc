import { shown } from '../catalog/catalog.ts';
import type { Catalog, Table } from '../catalog/model.ts';
import { getName } from '../catalog/name-map.ts';
import { quoted } from '../names.ts';
import { columnDrift } from './columns.ts';
import { constraintDrift } from './constraints.ts';
import type { Found, Sides } from './found.ts';
import { indexDrift } from './indexes.ts';
import { isVague } from './vague.ts';

const nothing: Found = { differences: [], undeclared: [] };
/** Prisma's own. */
const history = '_prisma_migrations';

/** One table or view, by its key, on both sides. */
export function tableDrift({ promised, live }: Sides, key: string): Found {
  const own = getName(promised.catalog.tables, key);
  const there = getName(live.tables, key);
  const { name } = (own ?? there)?.name ?? { name: history };
  if (name === history || isVague(promised.vague, key, name) || own?.known === false) return nothing;
  if (there === undefined || !there.known)
    return { ...nothing, differences: own === undefined ? [] : [`${words(promised.catalog, own)} is gone`] };
  if (own === undefined)
    return promised.schemas.has(schemaOf(key)) ? { ...nothing, undeclared: undeclared(live, there) } : nothing;
  return isView(own) || isView(there)
    ? viewDrift(promised.catalog, own, there)
    : compared(promised.catalog, own, there);
}

const schemaOf = (key: string): string => key.slice(0, key.indexOf('.'));
const isView = ({ kind }: Table): boolean => kind === 'view' || kind === 'materialized-view';
/** Partitions come and go by themselves, and inherit what they have. */
const isBelow = ({ partitionOf, inherits }: Table): boolean => partitionOf !== null || inherits.length > 0;

const undeclared = (live: Catalog, table: Table): readonly string[] => (isBelow(table) ? [] : [words(live, table)]);

/** `table "Order"`, `view totals` */
function words(catalog: Catalog, { kind, name }: Table): string {
  const what = kind === 'materialized-view' ? 'materialized view' : kind === 'view' ? 'view' : 'table';
  return `${what} ${sqlShown(catalog, name)}`;
}

/** As SQL writes it, with the schema only where it is not the default one. */
const sqlShown = (catalog: Catalog, name: Table['name']): string =>
  shown(catalog, name) === name.name ? quoted(name.name) : `${quoted(name.schema ?? '')}.${quoted(name.name)}`;

function viewDrift(catalog: Catalog, own: Table, there: Table): Found {
  if (own.kind === there.kind) return nothing;
  return { ...nothing, differences: [`${words(catalog, own)} is a ${there.kind.replace('-', ' ')} now`] };
}

function compared(catalog: Catalog, own: Table, there: Table): Found {
  const name = sqlShown(catalog, own.name);
  const columns = columnDrift(catalog, name, { own, there });
  if (isBelow(own) || isBelow(there)) return { ...nothing, differences: columns };
  const indexes = indexDrift(name, own, there);
  return {
    differences: [...columns, ...constraintDrift(catalog, name, { own, there }), ...indexes.differences],
    undeclared: indexes.undeclared,
  };
}
