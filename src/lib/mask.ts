import type { Secret } from './secret.ts';

/** A shorter value stands in too many innocent words; as the password of a URL it is masked all the same. */
const shortest = 4;

/** Whatever the secrets: the password in a connection string, before the host or as a parameter, and assigned ones. */
const anyPassword: readonly RegExp[] = [
  /(?<=\b[a-z][a-z0-9+.-]*:\/\/[^\s:/?#@]*:)[^\s/?#]+(?=@)/gi,
  /(?<=\bpostgres(?:ql)?:\/\/\S*[?&]password=)[^\s&#'"]+/gi,
  /(?<=\b(?:PGPASSWORD|password|passwd)\s?[=:]\s?)(?:'[^'\n]*'|"[^"\n]*"|[^\s'"&]+)/gi,
];

/**
 * `bytes` with every secret overwritten by asterisks, as it is, URL-encoded and in base64. The length stays, so that
 * byte offsets into a remote log keep their meaning. A secret of several lines is also masked line by line.
 */
export function maskSecrets(bytes: Buffer, secrets: readonly Secret[]): Buffer {
  const known = [...new Set(secrets.flatMap(formsOf))].toSorted((a, b) => b.length - a.length);
  const text = known.reduce((rest, form) => rest.replaceAll(form, stars(form)), bytes.toString('latin1'));
  return Buffer.from(
    anyPassword.reduce((rest, pattern) => rest.replace(pattern, stars), text),
    'latin1',
  );
}

function formsOf(secret: Secret): readonly string[] {
  const value = secret.reveal();
  const parts = [value, ...value.split(/\r?\n/)].filter((part) => part.length >= shortest);
  return parts.flatMap(encodings);
}

/** As the bytes of a log show them: latin1 has one character a byte. */
function encodings(value: string): readonly string[] {
  const bytes = Buffer.from(value, 'utf8');
  const url = encodeURIComponent(value);
  const lower = url.replace(/%../g, (octet) => octet.toLowerCase());
  return [
    bytes.toString('latin1'),
    url,
    lower,
    bytes.toString('base64').replace(/=+$/, ''),
    bytes.toString('base64url'),
  ];
}

/** Line ends stay: lines are what logs are read by. */
const stars = (text: string): string => text.replace(/[^\n]/g, '*');
