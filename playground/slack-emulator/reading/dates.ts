import type { EpochMs } from '../model.ts';
import type { Reader } from './reader.ts';

const dayMs = 86_400_000;

const format = (reader: Reader, options: Intl.DateTimeFormatOptions) => (at: EpochMs) =>
  new Intl.DateTimeFormat('en-GB', { timeZone: reader.tz, ...options }).format(at);

const dayOf = (reader: Reader, at: EpochMs): string =>
  new Intl.DateTimeFormat('en-CA', { timeZone: reader.tz, dateStyle: 'short' }).format(at);

const nearDay = (reader: Reader, at: EpochMs): string | undefined => {
  const day = dayOf(reader, at);
  if (day === dayOf(reader, reader.now)) return 'today';
  if (day === dayOf(reader, reader.now - dayMs)) return 'yesterday';
  return day === dayOf(reader, reader.now + dayMs) ? 'tomorrow' : undefined;
};

const agoText = (reader: Reader, at: EpochMs): string => {
  const minutes = Math.round(Math.abs(reader.now - at) / 60_000);
  const size =
    minutes < 60
      ? `${minutes} min`
      : minutes < 1440
        ? `${Math.round(minutes / 60)} h`
        : `${Math.round(minutes / 1440)} d`;
  return at <= reader.now ? `${size} ago` : `in ${size}`;
};

type Writer = (reader: Reader, at: EpochMs) => string;

const plain =
  (options: Intl.DateTimeFormatOptions): Writer =>
  (reader, at) =>
    format(reader, options)(at);
const pretty =
  (otherwise: Writer): Writer =>
  (reader, at) =>
    nearDay(reader, at) ?? otherwise(reader, at);

const date = plain({ day: 'numeric', month: 'long', year: 'numeric' });
const dateShort = plain({ day: 'numeric', month: 'short', year: 'numeric' });
const dateLong = plain({ weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' });

/** Slack's tokens, docs.slack.dev/messaging/formatting-message-text#date-formatting; hours are shown as 0 to 23. */
const writers: Readonly<Record<string, Writer>> = {
  date_num: dayOf,
  date,
  date_short: dateShort,
  date_long: dateLong,
  date_pretty: pretty(date),
  date_short_pretty: pretty(dateShort),
  date_long_pretty: pretty(dateLong),
  time: plain({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }),
  time_secs: plain({ hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' }),
  ago: agoText,
};

/** Writes a moment in a reader's zone; undefined for a token Slack does not know (the fallback is shown then). */
export const writeDate = (reader: Reader, atMs: EpochMs, pattern: string): string | undefined => {
  const unknown = [...pattern.matchAll(/\{(\w+)\}/g)].some(([, token]) => writers[token ?? ''] === undefined);
  return unknown
    ? undefined
    : pattern.replace(/\{(\w+)\}/g, (whole, token: string) => writers[token]?.(reader, atMs) ?? whole);
};

/** The clock of a message: `14:02`. */
export const clockOf = (reader: Reader, ts: string): string =>
  format(reader, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })(Number(ts) * 1000);
