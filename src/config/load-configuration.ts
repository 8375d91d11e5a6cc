import { readFile } from 'node:fs/promises';
import { problemAt } from './problem.ts';
import { type ConfigurationRead, readConfiguration } from './read-configuration.ts';

/** Reads the `godwit.yml` at `path`; a file that cannot be read is a problem like any other. */
export async function loadConfiguration(path: string): Promise<ConfigurationRead> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => error);
  if (typeof text === 'string') return readConfiguration(text, path);
  return { kind: 'invalid', problems: [problemAt([], `reading ${path}: ${text.code ?? text.message}`)] };
}
