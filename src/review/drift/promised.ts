import { applyChange } from '../catalog/apply.ts';
import { emptyCatalog, functionOf } from '../catalog/catalog.ts';
import type { Catalog } from '../catalog/model.ts';
import { entriesOf } from '../catalog/name-map.ts';
import type { Change } from '../changes/change.ts';
import { readChanges } from '../changes/read-changes.ts';
import { parseFile } from '../parse/parse-file.ts';
import type { Parser } from '../parse/parser.ts';
import { noVagueness, reachOf, type Vague, widened } from './vague.ts';

/** A migration that is applied, with its text. */
export interface AppliedFile {
  readonly name: string;
  readonly sql: string;
}

/** The database as the applied files made it, as far as their text shows. */
export interface Promised {
  readonly catalog: Catalog;
  /** Schemas that the files speak of, Prisma's own among them. */
  readonly schemas: ReadonlySet<string>;
  readonly vague: Vague;
  /** "20240101_init, line 3: DO" */
  readonly unsure: readonly string[];
}

/** Follows the files statement by statement. `live` tells functions of the app from those of PostgreSQL, and the schema. */
export function followFiles(parser: Parser, files: readonly AppliedFile[], live: Catalog): Promised {
  const own = functionNames(live);
  const { serverVersion, defaultSchema } = live;
  let so: Follow = {
    catalog: emptyCatalog({ complete: true, serverVersion, defaultSchema }),
    vague: noVagueness,
    unsure: [],
  };
  for (const file of files) so = followFile(parser, so, file, own);
  return { ...so, schemas: schemasOf(so.catalog) };
}

type Follow = Omit<Promised, 'schemas'>;

function followFile(parser: Parser, so: Follow, { name, sql }: AppliedFile, own: ReadonlySet<string>): Follow {
  let { catalog, vague } = so;
  const unsure = [...so.unsure];
  for (const statement of parseFile(parser, sql)) {
    if (statement.kind === 'not-parsed') {
      return {
        catalog,
        vague: { ...vague, everything: true },
        unsure: [...unsure, `${name}, line ${statement.line}: ${statement.why}`],
      };
    }
    const before = catalog;
    const isOwn = (called: string) =>
      own.has(called) || functionOf(before, { schema: null, name: called }) !== undefined;
    const changes = readChanges(statement.node);
    const reaches = changes.map((change) => reachOf(change, statement.sql, { before, isOwn }));
    const doubt = reaches.find((reach) => reach.doubt !== null)?.doubt ?? null;
    if (doubt !== null) unsure.push(`${name}, line ${statement.line}: ${doubt}`);
    vague = reaches.reduce(widened, vague);
    catalog = changes.reduce(followed, catalog);
  }
  return { catalog, vague, unsure };
}

/** Temporary tables are gone with their session. */
const followed = (catalog: Catalog, change: Change): Catalog =>
  'table' in change && change.table !== null && change.table.schema === 'pg_temp'
    ? catalog
    : applyChange(catalog, change, { kind: 'live' });

/** Functions of the database's own schemas, extensions' among them: what they do is not seen from here. */
const functionNames = ({ functions }: Catalog): ReadonlySet<string> =>
  new Set([...entriesOf(functions)].map(([key]) => key.slice(key.indexOf('.') + 1)));

/** Those in which some file made something, and the one that Prisma works in. */
const schemasOf = (catalog: Catalog): ReadonlySet<string> =>
  new Set([
    catalog.defaultSchema,
    ...[...entriesOf(catalog.tables), ...entriesOf(catalog.types)].map(([key]) => key.slice(0, key.indexOf('.'))),
  ]);
