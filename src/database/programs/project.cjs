// biome-ignore-all lint/style/useNodejsImportProtocol: containers may still have Node 12, which does not know it
// Reads a Prisma project from inside: its version, its migrations, and the URL of its database.
// Runs on the target by `node -e`: plain CommonJS for Node 12 and newer (no `?.`, no `??`), nothing but Node's own modules.
const fs = require('fs');
const path = require('path');
const crypto = require('crypto');

const read = (file) => {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch (_) {
    return null;
  }
};
const isDirectory = (file) => {
  try {
    return fs.statSync(file).isDirectory();
  } catch (_) {
    return false;
  }
};
const sha256 = (bytes) => crypto.createHash('sha256').update(bytes).digest('hex');

/** The directories from `from` up to the root. */
const upwards = (from) => (path.dirname(from) === from ? [from] : [from].concat(upwards(path.dirname(from))));

/** Directory and package.json of the prisma that `npx prisma` would run; null when it is not installed. */
const prismaPackage = () => {
  for (const directory of upwards(process.cwd())) {
    const home = path.join(directory, 'node_modules/prisma');
    const text = read(path.join(home, 'package.json'));
    if (text !== null) return { home, json: JSON.parse(text) };
  }
  return null;
};

const prismaVersion = () => {
  const found = prismaPackage();
  return found === null ? null : found.json.version;
};

/** The file that `npx prisma` would start. */
const prismaProgram = () => {
  const found = prismaPackage();
  if (found === null) throw new Error('it is not installed');
  const { bin } = found.json;
  return fs.realpathSync(path.join(found.home, typeof bin === 'string' ? bin : bin.prisma));
};

/** The configuration file in Prisma's own order, as {directory, text}. */
const configFile = (given) => {
  const endings = ['js', 'ts', 'mjs', 'cjs', 'mts', 'cts'];
  const names = given ? [given] : [];
  for (const stem of given ? [] : ['prisma.config', 'prisma7.config', '.config/prisma'])
    for (const ending of endings) names.push(`${stem}.${ending}`);
  for (const name of names) {
    const text = read(name);
    if (text !== null) return { directory: path.dirname(path.resolve(name)), text: withoutComments(text) };
  }
  return { directory: process.cwd(), text: '' };
};

/** Comments out, strings kept: "https://…" holds no comment. */
const withoutComments = (text) =>
  text.replace(/("(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|`(?:\\.|[^`\\])*`)|\/\/.*|\/\*[\s\S]*?\*\//g, '$1');

/** The text of `name: '…'` or `name: path.join('…', '…')`; null when absent. Anything else cannot be read without running it. */
const staticPath = (text, name) => {
  const at = new RegExp(`\\b${name}\\s*:\\s*([^\\n]*(?:\\n[^\\n}]*)?)`).exec(text);
  if (at === null) return null;
  const plain = /^(["'`])([^"'`$]*)\1\s*(?:[,}\n]|$)/.exec(at[1]);
  if (plain) return plain[2];
  const call = /^(?:\w+\.)?(?:join|resolve)\(([^)]*)\)/.exec(at[1]);
  const parts = call
    ? call[1]
        .split(',')
        .map((part) => part.trim())
        .filter(Boolean)
    : [];
  const known = parts.filter((part) => !/^(?:__dirname|import\.meta\.dirname|process\.cwd\(\))?$/.test(part));
  const strings = known.map((part) => /^(["'`])([^"'`$]*)\1$/.exec(part));
  if (!call || strings.some((part) => part === null))
    throw new Error(`the ${name} of the Prisma configuration is computed`);
  return path.join.apply(
    path,
    strings.map((part) => part[2]),
  );
};

/** Where the schema file or folder is: option, configuration, package.json, or where Prisma looks by default. */
const schemaPath = (config, given) => {
  if (given) return path.resolve(given);
  const configured = staticPath(config.text, 'schema');
  if (configured !== null) return path.resolve(config.directory, configured);
  // biome-ignore lint/complexity/useOptionalChain: Node 12 does not know it
  const packed = (JSON.parse(read('package.json') || '{}').prisma || {}).schema;
  if (packed) return path.resolve(packed);
  return path.resolve(read('schema.prisma') === null ? 'prisma/schema.prisma' : 'schema.prisma');
};

/** Absolute path of the migrations' folder. */
const migrationsPath = (config, schema) => {
  const section = /\bmigrations\s*:\s*\{([^}]*)\}/.exec(config.text);
  const configured = section ? staticPath(section[1], 'path') : null;
  if (configured !== null) return path.resolve(config.directory, configured);
  return path.join(isDirectory(schema) ? schema : path.dirname(schema), 'migrations');
};

/** [name, sha256, the same with LF line ends and with CRLF, bytes] of each migration, in Prisma's order. A folder without its file is an error. */
const migrationFiles = (folder) => {
  if (!isDirectory(folder)) return [];
  const entries = fs.readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const names = entries.map((entry) => entry.name).sort((a, b) => a.localeCompare(b));
  return names.map((name) => {
    const bytes = fs.readFileSync(path.join(folder, name, 'migration.sql'));
    const lf = bytes.toString('latin1').replace(/\r\n/g, '\n');
    const ended = (end) => sha256(Buffer.from(lf.replace(/\n/g, end), 'latin1'));
    return [name, sha256(bytes), ended('\n'), ended('\r\n'), bytes.length];
  });
};

/** The variables of one `.env` file. */
const parseEnv = (text) => {
  const line = /^[ \t]*(?:export[ \t]+)?([\w.]+)[ \t]*=[ \t]*(?:'([^']*)'|"((?:\\.|[^"\\])*)"|`([^`]*)`|([^\n#]*))/gm;
  const values = {};
  for (let found = line.exec(text); found !== null; found = line.exec(text)) {
    const quoted = found[3] === undefined ? undefined : found[3].replace(/\\n/g, '\n').replace(/\\(["\\])/g, '$1');
    values[found[1]] = [found[2], quoted, found[4], found[5]].find((value) => value !== undefined).trim();
  }
  return values;
};

/** The variable's value as the app sees it: its environment, else a `.env` file beside the package, the schema, or in `prisma`. */
const variable = (name, schema) => {
  const values = {};
  for (const directory of ['prisma', isDirectory(schema) ? schema : path.dirname(schema), '.'])
    Object.assign(values, parseEnv((read(path.join(directory, '.env')) || '').replace(/\r/g, '')));
  Object.assign(values, process.env);
  const expand = (text, depth) =>
    text.replace(/(\\)?\$\{(\w+)\}/g, (all, escaped, key) =>
      escaped || depth === 0 ? all.replace('\\', '') : expand(values[key] || '', depth - 1),
    );
  if (process.env[name]) return process.env[name];
  return values[name] ? expand(values[name], 5) : null;
};

/** The schema file or folder; one at a computed place is looked for at the usual one. */
const schemaOf = (options) => {
  try {
    return schemaPath(configFile(options.config), options.schema);
  } catch (_) {
    return path.resolve('prisma/schema.prisma');
  }
};

/** The URL of the database; null where it is not set. */
const urlOf = (options) => variable(options.variable, schemaOf(options));

/** Absolute paths of the schema file or folder and of the migrations' folder. */
const paths = (options) => {
  const config = configFile(options.config);
  const schema = schemaPath(config, options.schema);
  return { schema, migrations: migrationsPath(config, schema) };
};

/** Everything at once. `problem` says why the migrations could not be read; the rest is still there. */
const look = (options) => {
  const seen = { prisma: prismaVersion(), path: 'prisma/migrations', files: [], problem: null };
  try {
    const { migrations } = paths(options);
    seen.path = path.relative(process.cwd(), migrations) || '.';
    seen.files = migrationFiles(migrations);
  } catch (error) {
    seen.problem = error.message;
  }
  seen.url = urlOf(options);
  return seen;
};

/** The parts of a connection URL that lead to the server. */
const addressOf = (text) => {
  const url = new URL(text);
  const host = url.searchParams.get('host') || decodeURIComponent(url.hostname) || 'localhost';
  const port = Number(url.searchParams.get('port') || url.port || 5432);
  return host[0] === '/' ? { path: `${host}/.s.PGSQL.${port}` } : { host: host.replace(/^\[|\]$/g, ''), port };
};

/** The certificates that the server's own is checked against, where the URL names a file of them. */
const certificates = (url) => {
  const parameters = new URL(url).searchParams;
  const file = parameters.get('sslrootcert') || (parameters.get('sslkey') ? null : parameters.get('sslcert'));
  return file ? read(file) || read(path.join('prisma', file)) : null;
};

module.exports = { look, paths, prismaProgram, schemaOf, urlOf, addressOf, certificates, sha256 };
