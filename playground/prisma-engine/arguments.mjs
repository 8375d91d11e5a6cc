import { readFileSync } from 'node:fs';

/**
 * @typedef {object} EngineRequest
 * @property {boolean} version
 * @property {string | undefined} connectionCommand `can-connect-to-database` or `create-database`
 * @property {string} url of the database; empty where the command needs none
 * @property {[path: string, content: string][]} datamodels
 * @property {'whole' | 'split'} mode
 */

/**
 * Reads the command line as the Prisma CLI writes it.
 * @param {readonly string[]} argv
 * @param {NodeJS.ProcessEnv} environment
 * @returns {EngineRequest}
 */
export function readArguments(argv, environment) {
  return {
    version: argv.includes('--version'),
    connectionCommand: valuesOf(argv, 'cli')[0],
    url: datasourceUrl(valuesOf(argv, '--datasource')[0]),
    datamodels: valuesOf(argv, '--datamodels').map((file) => [file, readFileSync(file, 'utf8')]),
    mode: environment.GODWIT_ENGINE_MODE === 'split' ? 'split' : 'whole',
  };
}

/** @param {readonly string[]} argv @param {string} name */
function valuesOf(argv, name) {
  return argv.flatMap((word, index) => (argv[index - 1] === name ? [word] : []));
}

/** @param {string | undefined} datasource JSON, `{"url":…}` */
function datasourceUrl(datasource) {
  return datasource === undefined ? '' : (JSON.parse(datasource).url ?? '');
}
