/**
 * Takes a Prisma URL apart into pg's settings. A connection string would not do: pg prefers its database over
 * `database`, and the shadow database of adapter-pg would then be the main one.
 * @param {string} url
 * @returns {{ settings: import('pg').PoolConfig & { database: string }, schema: string }}
 */
export function connectionSettings(url) {
  const { hostname, port, username, password, pathname, searchParams } = new URL(url);
  const schema = searchParams.get('schema') ?? 'public';
  const settings = {
    host: searchParams.get('host') ?? hostname,
    port: Number(port || 5432),
    user: decodeURIComponent(username),
    password: decodeURIComponent(password),
    database: decodeURIComponent(pathname.slice(1)) || 'postgres',
    connectionTimeoutMillis: 1000 * Number(searchParams.get('connect_timeout') ?? 5),
    options: [searchParams.get('options'), `-c search_path="${schema}"`].filter(Boolean).join(' '),
    ...tls(searchParams.get('sslmode')),
  };
  return { settings, schema };
}

/** @param {string | null} mode libpq's sslmode; the weaker ones talk without TLS here */
function tls(mode) {
  if (mode === 'require') return { ssl: { rejectUnauthorized: false } };
  return mode === 'verify-ca' || mode === 'verify-full' ? { ssl: true } : {};
}
