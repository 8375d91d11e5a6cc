/** Prisma's own line about the database it works on. Null where it does not say. */
export interface Datasource {
  readonly database: string | null;
  /** One, or several where the schema file uses more than one. */
  readonly schemas: readonly string[];
  readonly host: string | null;
  readonly port: number;
}

/** The parts of a database's identity that Prisma's line can be compared with. */
interface Identity {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly schema: string;
}

const line = /^Datasource "[^"]*": PostgreSQL database(?: "(.*?)")?(?:, schemas? "(.*?)")?(?: at "(.*?)")?$/m;
const defaultPort = 5432;

/** Reads `Datasource "db": PostgreSQL database "app", schema "public" at "db:5432"`; null when there is none. */
export function readDatasource(text: string): Datasource | null {
  const found = line.exec(text);
  if (found === null) return null;
  const [, database, schemas, location] = found;
  const at = /^(.*?)(?::(\d+))?$/.exec(location ?? '');
  return {
    database: database ?? null,
    schemas: schemas === undefined ? [] : schemas.split(', '),
    host: at?.[1] || null,
    port: Number(at?.[2] ?? defaultPort),
  };
}

/** What tells the two databases apart, one sentence each; empty when they are the same one. */
export function datasourceDifferences(prisma: Datasource, own: Identity): readonly string[] {
  const pairs = [
    { what: 'host', prisma: prisma.host?.toLowerCase() ?? 'not said', own: own.host.toLowerCase() },
    { what: 'port', prisma: String(prisma.port), own: String(own.port) },
    { what: 'database', prisma: prisma.database ?? 'not said', own: own.database },
    {
      what: 'schema',
      prisma: prisma.schemas.find((name) => name === own.schema) ?? prisma.schemas.join(', '),
      own: own.schema,
    },
  ];
  return pairs
    .filter((pair) => pair.prisma !== pair.own)
    .map((pair) => `Prisma's ${pair.what} is ${pair.prisma || 'not said'}, Godwit's is ${pair.own}.`);
}
