import { environmentSection } from '../../src/config/environment-section.ts';
import { frameSection } from '../../src/config/read-configuration.ts';
import { keyWords } from './key-words.ts';
import { mappingsIn, type SchemaKey } from './schema-keys.ts';
import { code, table } from './table.ts';

/** The mappings of `godwit.yml` by path: those around the environments, and those of one environment. */
const mappings = (): ReadonlyMap<string, readonly SchemaKey[]> =>
  new Map([
    ...[...mappingsIn(frameSection)].map(([path, keys]) => [path === '' ? 'file' : 'project', keys] as const),
    ...[...mappingsIn(environmentSection('/'))].map(
      ([path, keys]) => [path === '' ? 'environment' : path, keys] as const,
    ),
  ]);

/** One table a mapping. Throws where a key has no words, or words have no key any more. */
export function configurationParts(): Readonly<Record<string, string>> {
  const all = [...mappings()].flatMap(([path, keys]) => keys.map(({ name }) => `${path} ${name}`));
  const stale = Object.keys(keyWords).filter((key) => !all.includes(key));
  if (stale.length > 0) throw new Error(`describing godwit.yml: no such keys any more: ${stale.join(', ')}`);
  return Object.fromEntries(
    [...mappings()].map(([path, keys]) => [`keys of ${path.replace('[]', '')}`, keyTable(path, keys)]),
  );
}

const keyTable = (path: string, keys: readonly SchemaKey[]): string =>
  table(
    ['key', 'what', 'absent'],
    keys.map((key) => keyRow(`${path} ${key.name}`, key)),
  );

function keyRow(id: string, key: SchemaKey): readonly string[] {
  const words = keyWords[id];
  if (words === undefined) throw new Error(`describing godwit.yml: nothing says what "${id}" is`);
  const [what, absent] = typeof words === 'string' ? [words, absence(key)] : words;
  return [code(key.name), what, absent];
}

/** What counts where the key is absent, from the schema's own default. */
function absence({ required, fallback }: SchemaKey): string {
  if (required) return 'required';
  if (fallback === undefined) return 'none';
  if (typeof fallback === 'number' && fallback >= 1_000) return code(asTyped(fallback));
  if (typeof fallback !== 'object' || fallback === null) return code(String(fallback));
  const words = Array.isArray(fallback) ? fallback : Object.keys(fallback);
  if (words.length > 0) return code(words.join(' '));
  return Array.isArray(fallback) ? 'none' : 'as below';
}

/** Milliseconds as they are written in the file: "4h", "30m", "2s". */
function asTyped(ms: number): string {
  const units = { h: 3_600_000, m: 60_000, s: 1_000 };
  const [name, unit] = Object.entries(units).find(([, size]) => ms % size === 0) ?? ['ms', 1];
  return `${ms / unit}${name}`;
}
