import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';

/**
 * Loads the official WASM build of the engine over the given driver.
 * @param {import('./driver.mjs').EngineDriver} driver
 * @param {[path: string, content: string][]} datamodels
 * @param {URL | string} packages the file whose packages the engine is one of
 */
export async function openEngine(driver, datamodels, packages) {
  const entry = createRequire(packages).resolve('@prisma/schema-engine-wasm');
  const bytes = readFileSync(entry.replace(/schema_engine\.js$/, 'schema_engine_bg.wasm'));
  const bindings = await import(pathToFileURL(entry.replace(/schema_engine\.js$/, 'schema_engine_bg.js')).href);
  const { instance } = await WebAssembly.instantiate(bytes, { './schema_engine_bg.js': bindings });
  bindings.__wbg_set_wasm(instance.exports);
  instance.exports.__wbindgen_start();
  const options = { datamodels: datamodels.length > 0 ? datamodels : undefined };
  return bindings.SchemaEngine.new(options, () => undefined, bindMigrationAwareSqlAdapterFactory(driver));
}
