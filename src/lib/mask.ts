import type { Secret } from './secret.ts';

/** A login inside a connection string, whatever the scheme: `postgres://user:password@`. */
const loginInUrl = /([a-z][a-z0-9+.-]*:\/\/[^\s:/@]*:)([^\s/@]+)(?=@)/gi;
/** `PGPASSWORD=…`, `password=…`, `TOKEN: …` as tools print them. */
const assignment = /((?:PGPASSWORD|password|passwd|token|secret)\s*[=:]\s*)(?!\*)([^\s'"&]+)/gi;

/**
 * `bytes` with every secret overwritten by asterisks, in plain, URL-encoded and base64 form. The length stays, so that
 * byte offsets into a remote log keep their meaning.
 */
export function maskSecrets(bytes: Buffer, secrets: readonly Secret[]): Buffer {
  const known = secrets.flatMap(formsOf).toSorted((a, b) => b.length - a.length);
  const text = known.reduce((rest, form) => rest.replaceAll(form, stars(form)), bytes.toString('latin1'));
  const masked = text
    .replace(loginInUrl, (_, before: string, password: string) => before + stars(password))
    .replace(assignment, (_, before: string, value: string) => before + stars(value));
  return Buffer.from(masked, 'latin1');
}

/** Shorter values are words that logs are full of. */
const shortestSecret = 4;

function formsOf(secret: Secret): readonly string[] {
  const value = secret.reveal();
  if (value.length < shortestSecret) return [];
  const plain = Buffer.from(value, 'utf8');
  const forms = [
    plain.toString('latin1'),
    encodeURIComponent(value),
    plain.toString('base64'),
    plain.toString('base64url'),
  ];
  return [...new Set(forms)];
}

const stars = (text: string): string => '*'.repeat(text.length);
