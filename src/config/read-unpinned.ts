import { isMapping } from './entries.ts';
import { type ConfigurationRead, readConfiguration } from './read-configuration.ts';
import { readYaml } from './yaml-document.ts';

/** Stands where a host key is yet to be pinned. No key has this fingerprint, so nobody ever logs in by it. */
export const unpinnedKey = `SHA256:${'A'.repeat(43)}`;

/** `readConfiguration`, where host keys may be missing; only for looking at what hosts show. */
export function readUnpinned(text: string, path: string): ConfigurationRead {
  const read = readConfiguration(text, path);
  const onlyKeys = read.kind === 'invalid' && read.problems.every((problem) => /\.hostKey$/.test(problem.path));
  if (!onlyKeys) return read;
  const yaml = readYaml(text);
  return yaml.kind === 'unreadable' ? read : readConfiguration(JSON.stringify(withKeys(yaml.value)), path);
}

/** Every login (`host` and `user`) without a key gets the one that no host has. */
function withKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withKeys);
  if (!isMapping(value)) return value;
  const filled = Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withKeys(item)]));
  return 'host' in filled && 'user' in filled && !('hostKey' in filled) ? { ...filled, hostKey: unpinnedKey } : filled;
}
