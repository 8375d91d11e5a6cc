/**
 * Text in Slack's markup. A plain string becomes `Mrkdwn` only by being escaped, so nothing that a user, a file or a
 * server wrote can mention anybody, link anywhere or hide a part of itself.
 */
export interface Mrkdwn {
  readonly mrkdwn: string;
}

/** Takes markup at its word: only for what is written in this folder. */
export const raw = (mrkdwn: string): Mrkdwn => ({ mrkdwn });

export const nothing: Mrkdwn = raw('');

/** Control and format characters (also those that turn the direction of reading) are shown by number; emoji joiners stay. */
export function showHidden(text: string): string {
  return text
    .replaceAll('\r\n', '\n')
    .replace(/[\p{Cc}\p{Cf}\p{Cs}]/gu, (char) =>
      /[\n\t\u200C\u200D]/u.test(char) ? char : `⟨U+${codePoint(char).toString(16).toUpperCase().padStart(4, '0')}⟩`,
    );
}

const codePoint = (char: string): number => char.codePointAt(0) ?? 0;

/** Any text as Slack shows it literally; `<!channel>` in it reaches nobody. */
export function escaped(text: string): Mrkdwn {
  return raw(showHidden(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;'));
}

/** Tag of templates in Slack's markup: what is inserted is escaped unless it is markup itself. */
export function md(strings: TemplateStringsArray, ...values: readonly (string | number | Mrkdwn)[]): Mrkdwn {
  const parts = values.map((value) => (typeof value === 'object' ? value : escaped(String(value))).mrkdwn);
  return raw(strings.map((string, at) => string + (parts[at] ?? '')).join(''));
}

/** Text in one line of fixed width. A backtick in it would end the code, so it becomes one that looks the same. */
export function code(text: string): Mrkdwn {
  const line = text.replace(/\s+/g, ' ').replaceAll('`', 'ˋ').trim();
  return raw(`\`${escaped(line === '' ? '(none)' : line).mrkdwn}\``);
}

/** Text whose commands and names stand between backticks, these in fixed width. */
export const withCode = (text: string): Mrkdwn =>
  join(
    text.split('`').map((part, at) => (at % 2 === 1 ? code(part) : escaped(part))),
    '',
  );

/** Text of many lines in fixed width. */
export function codeBlock(text: string): Mrkdwn {
  return raw(`\`\`\`\n${escaped(text.replaceAll('```', 'ˋˋˋ')).mrkdwn}\n\`\`\``);
}

export const bold = (text: string): Mrkdwn => md`*${text.replaceAll('*', '∗')}*`;

/** A link; `url` is one that Slack gave. */
export function link(url: string, label: string): Mrkdwn {
  const address = url.replaceAll('|', '%7C').replaceAll('<', '%3C').replaceAll('>', '%3E');
  return raw(`<${address}|${escaped(label).mrkdwn.replaceAll('|', '¦')}>`);
}

export function join(parts: readonly Mrkdwn[], separator: string): Mrkdwn {
  return raw(parts.map((part) => part.mrkdwn).join(separator));
}

/** "a, b and c" */
export function andList(parts: readonly Mrkdwn[], word = 'and'): Mrkdwn {
  const last = parts.at(-1);
  if (last === undefined) return md`nobody`;
  return parts.length === 1 ? last : md`${join(parts.slice(0, -1), ', ')} ${word} ${last}`;
}

/** One a line; null parts are left out. */
export const lines = (...parts: readonly (Mrkdwn | null)[]): Mrkdwn =>
  join(
    parts.filter((part) => part !== null),
    '\n',
  );

/** Without the signs of bold and fixed width, which a voice would read. */
export const readAloud = ({ mrkdwn }: Mrkdwn): Mrkdwn => raw(mrkdwn.replace(/[*`]/g, ''));

/**
 * Markup cut to at most `limit` characters. Never cuts inside an entity, a mention or a date, and closes an open code block.
 */
export function clampMrkdwn({ mrkdwn }: Mrkdwn, limit: number): string {
  if (mrkdwn.length <= limit) return mrkdwn;
  const fence = '\n```';
  const cut = wholeTokens(mrkdwn.slice(0, limit - fence.length - 1));
  const openFence = (cut.match(/```/g) ?? []).length % 2 === 1;
  if (openFence) return `${cut.replace(/`+$/, '')}…${fence}`;
  const openCode = (cut.replaceAll('```', '').split('\n').at(-1)?.match(/`/g) ?? []).length % 2 === 1;
  return `${cut}…${openCode ? '`' : ''}`;
}

/** Without an entity, a `<…>` or a surrogate pair that the cut left half. */
function wholeTokens(cut: string): string {
  const half = /(&[a-z]{0,4}|<[^>]*|[\uD800-\uDBFF])$/.exec(cut);
  return half === null ? cut : cut.slice(0, half.index);
}
