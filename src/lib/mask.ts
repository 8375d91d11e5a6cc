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
  const encoded = [...new Set(values.flatMap((value) => [value, ...urlForms(value)]).flatMap(base64Within))];
  return (bytes) => {
    const known = plain.reduce((rest, form) => rest.replaceAll(form, stars(form)), bytes.toString('latin1'));
    const text = withoutWords(known, encoded);
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

/**
 * Overwrites the words in which a form stands, also where line ends break it, as `base64` does at 76 characters: the
 * whole word, since its ends hold bits of the secret too.
 */
function withoutWords(text: string, forms: readonly string[]): string {
  const joined = text.replace(/[\r\n]/g, '');
  const found = forms.flatMap((form) => placesOf(form, joined)).toSorted((a, b) => a.start - b.start);
  if (found.length === 0) return text;
  const at = joined.length === text.length ? (place: number) => place : placesIn(text);
  let result = '';
  let from = 0;
  for (const { start, end } of found) {
    const first = Math.max(from, wordStart(text, at(start)));
    const last = Math.max(from, wordEnd(text, at(end - 1) + 1));
    result += text.slice(from, first) + stars(text.slice(first, last));
    from = last;
  }
  return result + text.slice(from);
}

function placesOf(form: string, text: string): readonly { readonly start: number; readonly end: number }[] {
  const places: { start: number; end: number }[] = [];
  for (let start = text.indexOf(form); start >= 0; start = text.indexOf(form, start + form.length)) {
    places.push({ start, end: start + form.length });
  }
  return places;
}

/** Where a character of the text without line ends stands in the text with them. */
function placesIn(text: string): (place: number) => number {
  const kept = new Int32Array(text.length);
  let length = 0;
  for (let place = 0; place < text.length; place += 1) {
    const char = text[place];
    if (char !== '\n' && char !== '\r') kept[length++] = place;
  }
  return (place) => kept[place] ?? text.length;
}

const isOfWord = (char: string | undefined): boolean => char !== undefined && /[\w+/=-]/.test(char);
const lineLength = 76;

function wordStart(text: string, from: number): number {
  let start = from;
  while (from - start < lineLength && isOfWord(text[start - 1])) start -= 1;
  return start;
}

function wordEnd(text: string, from: number): number {
  let end = from;
  while (end - from < lineLength && isOfWord(text[end])) end += 1;
  return end;
}

/** Line ends stay: lines are what logs are read by. */
const stars = (text: string): string => text.replace(/[^\n]/g, '*');
