import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** Path of the stand-in; it works from any directory. */
export const standIn = fileURLToPath(new URL('schema-engine.mjs', import.meta.url));

/**
 * What the Prisma CLI needs in its environment to find a schema engine: nothing where the real one was downloaded with
 * the packages, what is already set where somebody chose one, else the stand-in. The one place that decides this.
 * @param {NodeJS.ProcessEnv} [environment]
 * @returns {{ PRISMA_SCHEMA_ENGINE_BINARY?: string }}
 */
export function engineEnvironment(environment = process.env) {
  const chosen = environment.PRISMA_SCHEMA_ENGINE_BINARY;
  if (chosen) return { PRISMA_SCHEMA_ENGINE_BINARY: chosen };
  return realEngineIsPresent() ? {} : { PRISMA_SCHEMA_ENGINE_BINARY: standIn };
}

/** Prisma's post-install step puts `schema-engine-<platform>` beside the package's own files. */
function realEngineIsPresent() {
  const folder = path.dirname(createRequire(import.meta.url).resolve('@prisma/engines/package.json'));
  return readdirSync(folder).some((name) => /^schema-engine-(?!.*\.(sha256|gz|tmp)$)/.test(name));
}
