// biome-ignore-all lint/style/useNodejsImportProtocol: containers may still have Node 12, which does not know it
// Looks at files and history once more, right before Prisma, and compares their digests with those that were approved.
// argv: options as JSON, expected digests as JSON. Prints one line of JSON after `godwit-receipt `.
// Exit code 0: as expected; 86: something differs; 87: it could not be looked at.
const project = require('./project.cjs');

const expected = JSON.parse(process.argv[2]);

/** As `prisma-cli/digest.ts`: tuples of text and booleans have the same JSON with and without sorted keys. */
const digest = (tuples) =>
  project.sha256(
    `[${tuples
      .map((tuple) => JSON.stringify(tuple))
      .sort()
      .join(',')}]`,
  );

const end = (code, line) => {
  process.stdout.write(`\ngodwit-receipt ${JSON.stringify(line)}\n`, () => process.exit(code));
};

/** The app's own `pg`, directly or as its adapter's; null where neither is installed. */
const findPg = () => {
  const from = (paths) => {
    try {
      return require.resolve('pg', { paths });
    } catch (_) {
      return null;
    }
  };
  try {
    const adapter = require.resolve('@prisma/adapter-pg', { paths: [process.cwd()] });
    return from([process.cwd()]) || from([adapter]);
  } catch (_) {
    return from([process.cwd()]);
  }
};

const clientOf = (pg, url, encrypted) => {
  const parts = new URL(url);
  const address = project.addressOf(url);
  const strict =
    /^verify/.test(parts.searchParams.get('sslmode') || '') || parts.searchParams.get('sslaccept') === 'strict';
  const user = decodeURIComponent(parts.username) || parts.searchParams.get('user') || 'postgres';
  return new pg.Client({
    host: address.path ? parts.searchParams.get('host') : address.host,
    port: Number(parts.searchParams.get('port') || parts.port || 5432),
    user,
    password: decodeURIComponent(parts.password) || parts.searchParams.get('password') || undefined,
    database: decodeURIComponent(parts.pathname.slice(1)) || user,
    application_name: 'godwit',
    connectionTimeoutMillis: 5000,
    ssl: encrypted ? { rejectUnauthorized: strict, ca: project.certificates(url) || undefined } : false,
  });
};

const connect = async (pg, url) => {
  const mode = new URL(url).searchParams.get('sslmode') || 'prefer';
  const tries = { disable: [false], prefer: [true, false], allow: [false, true] }[mode] || [true];
  let failure = null;
  for (const encrypted of tries) {
    const client = clientOf(pg, url, encrypted);
    client.on('error', () => {});
    try {
      await client.connect();
      return client;
    } catch (error) {
      failure = error;
    }
  }
  throw failure;
};

/** [name, checksum, finished, rolled back] of every row; none where the table does not exist. */
const history = async (pg, url) => {
  const client = await connect(pg, url);
  try {
    const schema = (new URL(url).searchParams.get('schema') || 'public').replace(/"/g, '""');
    const table = `"${schema}"."_prisma_migrations"`;
    const columns = 'migration_name, checksum, finished_at IS NOT NULL, rolled_back_at IS NOT NULL';
    const text = `SELECT ${columns} FROM ${table}`;
    return (await client.query({ text, rowMode: 'array' })).rows;
  } catch (error) {
    if (error.code === '42P01') return [];
    throw error;
  } finally {
    await client.end();
  }
};

const inDatabase = (error) => {
  throw Object.assign(error, { inDatabase: true });
};

const main = async () => {
  const seen = project.look(JSON.parse(process.argv[1]));
  if (seen.problem !== null) return end(87, { kind: 'unseen', why: seen.problem });
  const files = seen.files.map((file) => file.slice(0, 2));
  const found = findPg();
  if (found !== null && seen.url === null)
    return end(87, { kind: 'unseen', why: 'the URL of the database is not set' });
  const rows = found === null ? null : await history(require(found), seen.url).catch(inDatabase);
  const differs = [];
  if (digest(files) !== expected.files) differs.push('files');
  if (rows !== null && digest(rows) !== expected.history) differs.push('history');
  if (differs.length === 0) return end(0, { kind: 'equal', history: rows !== null });
  return end(86, {
    kind: 'differs',
    files: differs.indexOf('files') < 0 ? null : files,
    history: differs.indexOf('history') < 0 ? null : rows,
  });
};

main().catch((error) => {
  const unseen = { kind: 'unseen', why: error.code || 'unreadable' };
  end(87, error.inDatabase ? Object.assign(unseen, { of: 'database' }) : unseen);
});
