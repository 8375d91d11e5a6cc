import { posix, resolve } from 'node:path';
import { IANAZone } from 'luxon';
import { z } from 'zod';
import type { SecretReference } from '../domain/environment.ts';
import type { ChannelId, GroupId, UserId } from '../domain/ids.ts';
import { weekdays } from '../domain/policy.ts';
import { minutesOfDay } from '../domain/windows.ts';
import { parseDuration } from '../lib/duration.ts';

const like = (pattern: RegExp, error: string) => z.string().regex(pattern, { error });

/** What projects and environments are called: people type it in Slack. */
export const namePattern = /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/;

export const userId = like(
  /^[UW][A-Z0-9]+$/,
  'expected the id of a person: U or W, then capitals and digits',
).transform((id) => id as UserId);
export const channelId = like(
  /^[CG][A-Z0-9]+$/,
  'expected the id of a channel: C or G, then capitals and digits',
).transform((id) => id as ChannelId);
export const principal = like(
  /^[UWS][A-Z0-9]+$/,
  'expected the id of a person (U, W) or of a user group (S), then capitals and digits',
).transform((id) => id as UserId | GroupId);

const likeDuration = 'expected a duration of at least 1s, like 30m or 1h30m';

/** A duration in milliseconds, at least one second, written "30m" or "1h30m". */
export const duration = z.string().transform((text, context) => {
  const ms = parseDuration(text);
  if (ms !== null && ms >= 1_000) return ms;
  context.issues.push({ code: 'custom', input: text, message: likeDuration });
  return z.NEVER;
});

/** The same, or null, written "none". */
export const durationOrNone = z.string().transform((text, context) => {
  const read = text === 'none' ? null : duration.safeParse(text).data;
  if (read !== undefined) return read;
  context.issues.push({ code: 'custom', input: text, message: `${likeDuration}, or none` });
  return z.NEVER;
});

const shortestEveryMs = 60_000;

/** How often something is done by itself, in milliseconds, at least a minute: written "every 24h". */
export const every = z.string().transform((text, context) => {
  const ms = parseDuration(/^every (.+)$/.exec(text)?.[1] ?? '');
  if (ms !== null && ms >= shortestEveryMs) return ms;
  context.issues.push({
    code: 'custom',
    input: text,
    message: 'expected how often, at least every 1m, like every 24h',
  });
  return z.NEVER;
});

/** A list in which nothing stands twice. */
export const distinct = <Item extends z.ZodType>(item: Item) =>
  z.array(item).refine((items) => new Set(items).size === items.length, { error: 'names something twice' });

export const variableName = like(/^[A-Za-z_][A-Za-z0-9_]*$/, 'expected the name of an environment variable');

/** A zone by its IANA name. "+01:00" is none: it knows no summer time. */
export const zone = z.string().refine((name) => /^[A-Z]/i.test(name) && IANAZone.isValidZone(name), {
  error: 'expected an IANA zone, like Europe/Berlin',
});

const timeOfDay = z.string().refine((text) => minutesOfDay(text) !== null, {
  error: 'expected a time of day with two digits each, like "22:00"',
});
export const windowTimes = { days: distinct(z.enum(weekdays)).min(1), from: timeOfDay, to: timeOfDay };

export const hostName = like(/^[A-Za-z0-9:]([A-Za-z0-9._:-]*)$/, 'expected a host name or an address');
export const port = z.int().min(1).max(65_535);
export const loginName = like(/^[A-Za-z0-9_][A-Za-z0-9._-]*\$?$/, 'expected the name of a user on the host');
export const hostKey = like(
  /^SHA256:[A-Za-z0-9+/]{43}$/,
  'expected the fingerprint of the host key as ssh-keygen -l prints it: SHA256: and 43 characters',
);

const upwards = (path: string): boolean => path.split('/').includes('..');

/** An absolute path on a host, without a slash at the end. */
export const absoluteDirectory = z
  .string()
  .refine((path) => posix.isAbsolute(path) && !upwards(path) && !/\p{Cc}/u.test(path), {
    error: 'expected an absolute path without ".."',
  })
  .transform((path) => posix.normalize(path).replace(/(?<=.)\/$/, ''));

/** A path below an environment's directory, without a slash at the end. */
export const relativeDirectory = z
  .string()
  .refine((path) => /^[^/\p{Cc}]/u.test(path) && !upwards(path) && posix.normalize(path).replace(/\/$/, '') !== '.', {
    error: 'expected a path below the directory of the environment, without ".."',
  })
  .transform((path) => posix.normalize(path).replace(/\/$/, ''));

/** A path on Godwit's own machine; a relative one counts from the configuration's folder. */
export const ownFile = (base: string) =>
  z
    .string()
    .min(1)
    .transform((path) => resolve(base, path));

/** Where a secret stands. What stands here in its place is never repeated in the message. */
export const secretReference = (base: string) =>
  z.string().transform((text, context): SecretReference => {
    const [, from, place = ''] = /^(env|file):(.+)$/.exec(text) ?? [];
    if (from === 'file') return { from, path: resolve(base, place) };
    if (from === 'env' && variableName.safeParse(place).success) return { from, name: place };
    context.issues.push({
      code: 'custom',
      input: null,
      message: 'expected "env:NAME" or "file:/path"; the secret itself never stands in this file',
    });
    return z.NEVER;
  });
