import { stripVTControlCharacters } from 'node:util';
import type { Secret } from './secret.ts';

const cover = '[redacted]';
/** A shorter value stands in too many innocent words; as the password of a URL it is covered all the same. */
const shortest = 4;

/** Whatever the secrets: the password in a PostgreSQL URL, before the host or as a parameter, and the value of PGPASSWORD. */
const anyPassword: readonly RegExp[] = [
  /(?<=\bpostgres(?:ql)?:\/\/[^\s:/?#@]*:)[^\s/?#]+(?=@)/gi,
  /(?<=\bpostgres(?:ql)?:\/\/\S*[?&]password=)[^\s&#'"]+/gi,
  /(?<=\bPGPASSWORD=)(?:'[^'\n]*'|"[^"\n]*"|[^\s'"]+)/g,
];

/**
 * Covers each secret as it is, URL-encoded and in base64, and PostgreSQL passwords in general.
 * A secret of several lines is also covered line by line.
 */
export function redactor(secrets: readonly Secret[]): (text: string) => string {
  const patterns = patternsFor(formsOf(secrets));
  return (text) => coverRanges(text, rangesIn(text, patterns));
}

/** Covers secrets in a log that comes in pieces. */
export interface RedactorStream {
  /** Takes the next piece and gives what is safe to show by now: whole lines, and of an endless line all but its end. */
  readonly push: (piece: string) => string;
  /** What was held back. */
  readonly end: () => string;
}

/**
 * As `redactor`, for pieces that may be cut anywhere. Nothing that is covered goes over a line end (secrets of several
 * lines are covered by line), so whole lines can be let out.
 * @param heldAtMost characters of an unfinished line that are held back; at least twice the longest secret is
 */
export function redactorStream(secrets: readonly Secret[], heldAtMost = 64_000): RedactorStream {
  const forms = formsOf(secrets);
  const patterns = patternsFor(forms);
  const keep = Math.max(1_000, 2 * (forms[0]?.length ?? 0));
  const limit = Math.max(heldAtMost, 2 * keep);
  let held = '';
  const letOut = (wanted: number) => {
    const ranges = rangesIn(held, patterns);
    // a covered range that begins before the cut and goes over it waits as a whole
    const across = ranges.find(([start, end]) => start < wanted && wanted < end);
    const cut = across === undefined ? wanted : across[0];
    const ready = held.slice(0, cut);
    held = held.slice(cut);
    return coverRanges(
      ready,
      ranges.filter(([, end]) => end <= cut),
    );
  };
  return {
    push: (piece) => {
      held += piece;
      const lines = held.lastIndexOf('\n') + 1;
      return letOut(held.length - lines > limit ? held.length - keep : lines);
    },
    end: () => letOut(held.length),
  };
}

/** Text without terminal escapes and control characters; tabs and line ends stay. */
export const stripEscapes = (text: string): string =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what this removes
  stripVTControlCharacters(text).replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/g, '');

/** Every form in which a secret is covered, the longest first. */
function formsOf(secrets: readonly Secret[]): readonly string[] {
  const values = secrets.map((secret) => secret.reveal()).flatMap((value) => [value, ...value.split(/\r?\n/)]);
  const forms = values.filter((value) => value.length >= shortest).flatMap(encodings);
  return [...new Set(forms)].sort((a, b) => b.length - a.length);
}

function encodings(value: string): readonly string[] {
  const bytes = Buffer.from(value);
  const url = encodeURIComponent(bytes.toString());
  const lower = url.replace(/%../g, (octet) => octet.toLowerCase());
  return [value, url, lower, bytes.toString('base64').replace(/=+$/, ''), bytes.toString('base64url')];
}

/** One pattern a form: two secrets may overlap in the text. */
function patternsFor(forms: readonly string[]): readonly RegExp[] {
  const literal = forms.map((form) => form.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&'));
  return [...literal.map((form) => new RegExp(form, 'g')), ...anyPassword];
}

type Range = readonly [start: number, end: number];

/** Where something is to be covered: in order, none touching the next. */
function rangesIn(text: string, patterns: readonly RegExp[]): readonly Range[] {
  const found = patterns.flatMap((pattern) =>
    [...text.matchAll(pattern)].map((match): Range => [match.index, match.index + match[0].length]),
  );
  const merged: [number, number][] = [];
  for (const [start, end] of found.sort(([a], [b]) => a - b)) {
    const last = merged.at(-1);
    if (last !== undefined && start <= last[1]) last[1] = Math.max(last[1], end);
    else merged.push([start, end]);
  }
  return merged;
}

function coverRanges(text: string, ranges: readonly Range[]): string {
  let at = 0;
  const parts = ranges.map(([start, end]) => {
    const part = text.slice(at, start) + cover;
    at = end;
    return part;
  });
  return parts.join('') + text.slice(at);
}
