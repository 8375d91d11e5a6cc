import type { PrismaOutput } from './output.ts';
import { plainText } from './output.ts';

type Settings = Readonly<Record<string, number>>;

/**
 * SQL that ends with an error unless its session has these settings (times in milliseconds); the error names those that
 * it has: no setting is called so. One statement without a semicolon in it, because some versions of Prisma cut a text
 * at every one.
 */
export function settingsProof(settings: Settings): string {
  const differs = Object.entries(settings).map(([name, ms]) => `(name = '${name}' AND setting <> '${ms}')`);
  const found = `'${mark}' || string_agg(name || ' is ' || setting, ', ' ORDER BY name)`;
  return `SELECT CASE WHEN count(*) = 0 THEN '' ELSE current_setting(${found}) END FROM pg_settings WHERE ${differs.join(' OR ')};\n`;
}

const mark = 'godwit: ';

export type SettingsVerdict =
  | { readonly kind: 'in-effect' }
  /** "lock_timeout is 0" */
  | { readonly kind: 'without-effect'; readonly found: string }
  | { readonly kind: 'unknown'; readonly why: string };

/** What Prisma's own session said of its settings. */
export function readSettingsProof(output: PrismaOutput): SettingsVerdict {
  if (output.code === 0) return { kind: 'in-effect' };
  const text = plainText(output);
  const found = new RegExp(`${mark}(\\w+ is [\\w-]+(?:, \\w+ is [\\w-]+)*)`).exec(text)?.[1];
  if (found !== undefined) return { kind: 'without-effect', found };
  const said = text.split('\n').findLast((line) => line.trim() !== '') ?? '';
  return { kind: 'unknown', why: said.trim() || `exit code ${output.code}, without a word` };
}
