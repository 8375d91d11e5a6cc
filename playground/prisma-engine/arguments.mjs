import { readFileSync } from 'node:fs';

/**
 * @typedef {object} EngineRequest
 * @property {boolean} version
 * @property {string | undefined} connectionCommand `can-connect-to-database` or `create-database`
 * @property {string} url of the database; empty where the command needs none
 * @property {[path: string, content: string][]} datamodels
 * @property {'whole' | 'split'} mode
 */

const connectionCommands = ['can-connect-to-database', 'create-database'];

/**
 * Reads the command line as the Prisma CLI writes it.
 * @param {readonly string[]} argv
 * @param {NodeJS.ProcessEnv} environment
 * @returns {EngineRequest}
 */
export function readArguments(argv, environment) {
  const datamodels = valuesOf(argv, '--datamodels').map((file) => [file, readFileSync(file, 'utf8')]);
  const [datasource] = valuesOf(argv, '--datasource');
  return {
    version: argv.includes('--version'),
    connectionCommand: argv.includes('cli') ? argv.find((word) => connectionCommands.includes(word)) : undefined,
    url:
      datasource === undefined
        ? schemaUrl(
            datamodels.map(([, text]) => text),
            environment,
          )
        : datasourceUrl(datasource),
    datamodels,
    mode: environment.GODWIT_ENGINE_MODE === 'split' ? 'split' : 'whole',
  };
}

/** @param {readonly string[]} argv @param {string} name */
function valuesOf(argv, name) {
  return argv.flatMap((word, index) => (argv[index - 1] === name ? [word] : []));
}

/** @param {string} datasource JSON, `{"url":…}`; the connection commands of Prisma 6 have the URL itself */
function datasourceUrl(datasource) {
  return datasource.startsWith('{') ? (JSON.parse(datasource).url ?? '') : datasource;
}

/**
 * Up to Prisma 6 the schema file names the URL, and the engine looks there by itself; empty where no text does.
 * @param {readonly string[]} schemas @param {NodeJS.ProcessEnv} environment
 */
export function schemaUrl(schemas, environment) {
  const [, variable, literal] = /^\s*url\s*=\s*(?:env\("([^"]+)"\)|"([^"]+)")/m.exec(schemas.join('\n')) ?? [];
  return literal ?? environment[variable ?? ''] ?? '';
}
