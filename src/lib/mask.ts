import type { Secret } from './secret.ts';

/** Overwrites secrets with asterisks; lengths and line ends stay. */
export type Mask = (bytes: Buffer) => Buffer;

/** A shorter value stands in too many innocent words; as the password of a URL it is masked all the same. */
const shortest = 4;
/** What is left of a secret inside of a longer text's base64 must be at least this long to be told from chance. */
const shortestWithin = 8;

/** Whatever the secrets: the password in a connection string, before the host or as a parameter, and assigned ones. */
const anyPassword: readonly RegExp[] = [
  /(?<=\b[a-z][a-z0-9+.-]*:\/\/[^\s:/?#@]*:)[^\s/?#]+(?=@)/gi,
  /(?<=\bpostgres(?:ql)?:\/\/\S*[?&]password=)[^\s&#'"]+/gi,
  /(?<=\b(?:PGPASSWORD|password|passwd)\s?[=:]\s?)(?:'[^'\n]*'|"[^"\n]*"|[^\s'"&]+)/gi,
];

/**
 * Makes what overwrites every secret by asterisks: as it is, URL-encoded, as JSON has it, and in base64, also within a
 * longer text and broken over lines. The length stays, so that byte offsets into a remote log keep their meaning. A
 * secret of several lines is also masked line by line.
 */
export function maskOf(secrets: readonly Secret[]): Mask {
  const values = [...new Set(secrets.flatMap(partsOf))];
  const plain = [...new Set(values.flatMap(encodings))].toSorted((a, b) => b.length - a.length);
  const encoded = [...new Set(values.flatMap((value) => [value, ...urlForms(value)]).flatMap(base64Within))].map(
    overLines,
  );
  return (bytes) => {
    const known = plain.reduce((rest, form) => rest.replaceAll(form, stars(form)), bytes.toString('latin1'));
    const text = encoded.reduce(withoutWords, known);
    return Buffer.from(
      anyPassword.reduce((rest, pattern) => rest.replace(pattern, stars), text),
      'latin1',
    );
  };
}

/** `maskOf` for one use. */
export const maskSecrets = (bytes: Buffer, secrets: readonly Secret[]): Buffer => maskOf(secrets)(bytes);

function partsOf(secret: Secret): readonly string[] {
  const value = secret.reveal();
  return [value, ...value.split(/\r?\n/)].filter((part) => part.length >= shortest);
}

/** As the bytes of a log show them: latin1 has one character a byte. */
function encodings(value: string): readonly string[] {
  const bytes = Buffer.from(value, 'utf8');
  const base64 = bytes.toString('base64');
  const urls = urlForms(value);
  return [
    bytes.toString('latin1'),
    Buffer.from(JSON.stringify(value).slice(1, -1), 'utf8').toString('latin1'),
    ...urls,
    ...urls.map((url) => url.replace(/%../g, (octet) => octet.toLowerCase())),
    base64.replace(/=+$/, ''),
    bytes.toString('base64url'),
  ];
}

/** What the encoders of URLs differ in: which signs need a code, and how a slash and a space look. */
function urlForms(value: string): readonly string[] {
  const usual = encodeURIComponent(Buffer.from(value, 'utf8').toString('utf8'));
  const strict = usual.replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
  const form = new URLSearchParams({ v: value }).toString().slice('v='.length);
  const login = Object.assign(new URL('postgres://user@host'), { password: value }).password;
  return [usual, strict, strict.replaceAll('%2F', '/'), form, login];
}

/**
 * The characters that the value has in the base64 of any text around it: there are three places for it to begin at,
 * and the ones at its borders belong to its neighbours too.
 */
function base64Within(value: string): readonly string[] {
  const bytes = Buffer.from(value, 'utf8');
  return [0, 1, 2].flatMap((before) => {
    const text = Buffer.concat([Buffer.alloc(before), bytes]).toString('base64');
    const own = text.slice(Math.ceil((before * 8) / 6), Math.floor(((before + bytes.length) * 8) / 6));
    return own.length < shortestWithin ? [] : [own, own.replaceAll('+', '-').replaceAll('/', '_')];
  });
}

/** `base64` breaks its lines at 76 characters. */
const overLines = (form: string): RegExp =>
  new RegExp([...form].map((char) => char.replace(/[+/]/, '\\$&')).join('(?:\\r?\\n)?'), 'g');

/** What is found is overwritten up to the ends of the word that it stands in: they hold bits of it too. */
function withoutWords(text: string, pattern: RegExp): string {
  let result = '';
  let from = 0;
  for (const { index, 0: found } of text.matchAll(pattern)) {
    if (index < from) continue;
    const after = index + found.length;
    const start = index - lengthOf(/[\w+/-]*$/, text.slice(Math.max(from, index - lineLength), index));
    const end = after + lengthOf(/^[\w+/=-]*/, text.slice(after, after + lineLength));
    result += text.slice(from, start) + stars(text.slice(start, end));
    from = end;
  }
  return result + text.slice(from);
}

const lineLength = 76;
const lengthOf = (pattern: RegExp, text: string): number => pattern.exec(text)?.[0].length ?? 0;

/** Line ends stay: lines are what logs are read by. */
const stars = (text: string): string => text.replace(/[^\n]/g, '*');
