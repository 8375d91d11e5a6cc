import { createInterface } from 'node:readline';
import { schemaUrl } from './arguments.mjs';
import { EngineDriver, teachCharacterTypes } from './driver.mjs';
import { describeFailure } from './failure.mjs';
import { openEngine } from './wasm-engine.mjs';

/**
 * Answers the CLI's calls one after the other, until it closes standard input.
 * @param {import('./arguments.mjs').EngineRequest} request
 * @param {string | URL} packages the file whose packages the engine is one of
 */
export function serveJsonRpc(request, packages) {
  teachCharacterTypes();
  const print = printer();
  let driver;
  let engine;
  const call = async ({ method, params }) => {
    driver ??= new EngineDriver({ ...request, url: request.url || urlIn(params) }, (name) =>
      print(`Applying migration \`${name}\``),
    );
    engine ??= await openEngine(driver, request.datamodels, packages);
    driver.expect(params);
    const result = await invoke(engine, method, params);
    if (method === 'diff' && result?.stdout) print(result.stdout);
    return result;
  };
  let last = Promise.resolve();
  const lines = createInterface({ input: process.stdin });
  lines.on('line', (line) => {
    const message = JSON.parse(line);
    if (message.method) last = last.then(() => answer(message, call, () => driver?.failure)); // the rest acknowledges our prints
  });
  lines.on('close', () => last.then(() => process.exit(0))); // the engine keeps timers that would hold the process
}

async function answer(message, call, failure) {
  const head = { id: message.id, jsonrpc: '2.0' };
  try {
    send({ ...head, result: (await call(message)) ?? {} });
  } catch (error) {
    const data = { is_panic: false, meta: null, ...describeFailure(error, failure()) };
    send({ ...head, error: { code: 4466, message: 'An error happened. Check the data field for details.', data } });
  }
}

/** Prisma 6 hands some calls the schema files only, or nothing but a shadow database. */
function urlIn({ from, to, datasourceType, shadowDatabaseUrl } = {}) {
  const schemas = [from, to, datasourceType].flatMap((end) => end?.files ?? []).map(({ content }) => content);
  return schemaUrl(schemas, process.env) || shadowDatabaseUrl || '';
}

/** The WASM class has the protocol's methods, but calls `getDatabaseVersion` `version`, and that takes no datasource. */
function invoke(engine, method, params) {
  return method === 'getDatabaseVersion' ? engine.version({}) : engine[method](params ?? {});
}

/** The engine's way to put a line on the CLI's standard output. */
function printer() {
  let id = 900_000; // far from the CLI's own numbers
  return (content) => send({ id: ++id, jsonrpc: '2.0', method: 'print', params: { content } });
}

function send(message) {
  process.stdout.write(`${JSON.stringify(message)}\n`);
}
