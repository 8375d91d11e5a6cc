import { Secret } from '../lib/secret.ts';
import type { DatabaseIdentity, ToolSecrets } from '../ports/target.ts';

/** How the session is encrypted, in libpq's words. `allow` is taken as `prefer`. */
export type TlsMode = 'disable' | 'prefer' | 'require' | 'verify-ca' | 'verify-full';

/** What a connection URL says, taken apart. */
export interface DatabaseAddress {
  readonly identity: DatabaseIdentity;
  readonly user: string;
  readonly password: Secret;
  readonly tls: TlsMode;
  readonly tools: ToolSecrets;
  /** What the URL itself says of a pooler that hands its sessions around; null: nothing. */
  readonly pooled: string | null;
}

const tlsModes: Readonly<Record<string, TlsMode>> = {
  disable: 'disable',
  allow: 'prefer',
  prefer: 'prefer',
  require: 'require',
  'no-verify': 'require',
  'verify-ca': 'verify-ca',
  'verify-full': 'verify-full',
};

/**
 * Takes a `postgresql://` URL apart as Prisma does: percent-decoded, port 5432, schema `public`, `sslmode=prefer`,
 * the database named like the user where none is given. Null when it is no such URL.
 */
export function parseDatabaseUrl(secret: Secret): DatabaseAddress | null {
  const text = secret.reveal().trim();
  if (!/^postgres(ql)?:\/\//i.test(text) || !URL.canParse(text)) return null;
  try {
    return addressOf(new URL(text));
  } catch {
    return null; // a stray % in one of the parts
  }
}

/** Prisma's own pooler, which speaks another protocol. */
export const isAccelerate = (secret: Secret): boolean => /^prisma(\+postgres)?:\/\//i.test(secret.reveal().trim());

function addressOf(url: URL): DatabaseAddress {
  const user = decodeURIComponent(url.username) || url.searchParams.get('user') || 'postgres';
  const password = new Secret(decodeURIComponent(url.password) || url.searchParams.get('password') || '');
  const identity = {
    host: url.searchParams.get('host') || decodeURIComponent(url.hostname).replace(/^\[|\]$/g, '') || 'localhost',
    port: Number(url.searchParams.get('port') || url.port || 5432),
    database: decodeURIComponent(url.pathname.slice(1)) || user,
    schema: url.searchParams.get('schema') || 'public',
  };
  const tls = tlsModeOf(url.searchParams);
  return {
    identity,
    user,
    password,
    tls,
    tools: toolSecrets(identity, { user, password, tls }),
    pooled: pooledBy(url, identity),
  };
}

/** Of the services that are told apart by their names; a port alone may be anybody's. */
function pooledBy({ searchParams }: URL, { host, port }: DatabaseIdentity): string | null {
  if (searchParams.get('pgbouncer') === 'true') return 'it says `pgbouncer=true`';
  if (port === 6543 && /\.supabase\.(com|co)$/.test(host)) return 'port 6543 is the transaction pooler of Supabase';
  return /-pooler\.[\w.-]+\.neon\.tech$/.test(host) ? 'the host is a pooler of Neon' : null;
}

function tlsModeOf(parameters: URLSearchParams): TlsMode {
  if (parameters.get('sslaccept') === 'strict') return 'verify-full';
  return tlsModes[parameters.get('sslmode') ?? 'prefer'] ?? 'require';
}

function toolSecrets(
  identity: DatabaseIdentity,
  login: Pick<DatabaseAddress, 'user' | 'password' | 'tls'>,
): ToolSecrets {
  return {
    PGHOST: new Secret(identity.host),
    PGPORT: new Secret(String(identity.port)),
    PGUSER: new Secret(login.user),
    PGPASSWORD: login.password,
    PGDATABASE: new Secret(identity.database),
    PGSSLMODE: new Secret(login.tls),
  };
}
