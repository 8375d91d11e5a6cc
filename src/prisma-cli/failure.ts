import { linesBelow, type PrismaOutput, plainText } from './output.ts';

/** Why a prisma command did not do its work. Texts are primary messages only: no DETAIL, CONTEXT or HINT, no SQL. */
export type PrismaFailure =
  /** P3018: a migration's SQL failed, or its file is not readable to the engine. */
  | {
      readonly kind: 'migration-failed';
      readonly migration: string;
      readonly sqlState: string | null;
      readonly message: string;
    }
  /** P3009: an earlier one failed and nobody said how it ended. */
  | { readonly kind: 'failed-earlier'; readonly migrations: readonly string[] }
  /**
   * Before any file was sent, a lock could not be had: its own after 10 s (P1002, since another deploy holds it), or one
   * that the session's `lock_timeout` stopped it from waiting for.
   */
  | { readonly kind: 'lock-held'; readonly gaveUp: 'prisma' | 'lock-timeout' }
  /** P1000, P1001, P1002, P1003, P1010, P1011, P1017: no session with the database. */
  | { readonly kind: 'no-database'; readonly code: string; readonly message: string }
  /** P3005: tables, but no history. */
  | { readonly kind: 'not-empty' }
  /** Any other code, or words without one (configuration, schema file). */
  | { readonly kind: 'refused'; readonly code: string | null; readonly message: string }
  | { readonly kind: 'prisma-missing' }
  /** A signal ended it, or what it ran in: it said nothing of its own. */
  | { readonly kind: 'signalled'; readonly code: number }
  /** The prefix did not get as far as prisma: service stopped, no such container, program missing. */
  | { readonly kind: 'exec-failed'; readonly message: string };

const connectionCodes = ['P1000', 'P1001', 'P1002', 'P1003', 'P1010', 'P1011', 'P1017'];

/** Reads why a command with a non-zero exit failed. */
export function readFailure(output: PrismaOutput): PrismaFailure {
  const text = plainText(output);
  const error = /^Error: (?:(P\d{4})\b:?)?[ ]*(.*)$/m.exec(text);
  if (error === null) return withoutPrisma(output.code, text);
  const [, code, rest] = error;
  const message = sentence(rest || firstWords(text.slice(error.index + error[0].length)));
  return code === undefined ? withoutCode(message) : withCode(code, message, text);
}

/**
 * PostgreSQL's error of one of Prisma's own statements, which Prisma repeats without its code, in the language of the
 * server: "FEHLER: …". What it was must be known from elsewhere.
 */
export const isUncoded = (failure: PrismaFailure): boolean =>
  failure.kind === 'refused' && failure.code === null && severity.test(failure.message);

/** One word and a colon, in any language: ERROR, FEHLER, ОШИБКА, 错误. */
const severity = /^\p{L}+: +/u;

/** What Prisma prints without its code: PostgreSQL's words for 55P03, in English, and from `migrate diff` its own for P1001. */
function withoutCode(message: string): PrismaFailure {
  if (/canceling statement due to lock timeout/.test(message)) return { kind: 'lock-held', gaveUp: 'lock-timeout' };
  if (/^Can't reach database server at /.test(message)) return { kind: 'no-database', code: 'P1001', message };
  return { kind: 'refused', code: null, message };
}

function withCode(code: string, message: string, text: string): PrismaFailure {
  if (code === 'P3018') return migrationFailed(text);
  if (code === 'P3009') return { kind: 'failed-earlier', migrations: earlierOnes(text) };
  if (code === 'P3005') return { kind: 'not-empty' };
  if (code === 'P1002' && /advisory lock/i.test(text)) return { kind: 'lock-held', gaveUp: 'prisma' };
  if (connectionCodes.includes(code)) return { kind: 'no-database', code, message };
  return { kind: 'refused', code, message };
}

function migrationFailed(text: string): PrismaFailure {
  const [message = ''] = linesBelow(text, /^Database error:$/);
  return {
    kind: 'migration-failed',
    migration: /^Migration name: (.+)$/m.exec(text)?.[1]?.trim() ?? 'unknown',
    sqlState: /^Database error code: ([0-9A-Z]{5})$/m.exec(text)?.[1] ?? null,
    message: sentence(message.replace(severity, '')),
  };
}

const earlierOnes = (text: string): readonly string[] =>
  [...text.matchAll(/^The `(.+?)` migration started at .* failed/gm)].flatMap(([, name]) => name ?? []);

const missing = [
  /npx canceled due to missing packages/,
  /packages? (?:was|were) not found and will be installed: prisma@/,
  /could not determine executable to run/,
  /Cannot find module '[^']*prisma/,
  /Command "prisma" not found/,
  /(?:^|[\s"'/])(?:prisma|npx|pnpm|pnpx|yarn|bunx|node|env)["':]* ?:? (?:command )?(?:not found|No such file|executable file not found)/m,
];

/** A shell says 128 and the signal's number; 255 is what clients of hosts and containers end with. */
const lastSignal = 64;

function withoutPrisma(code: number, text: string): PrismaFailure {
  if (missing.some((pattern) => pattern.test(text))) return { kind: 'prisma-missing' };
  if (code > 128 && code <= 128 + lastSignal) return { kind: 'signalled', code };
  const said = lastLine(text);
  return { kind: 'exec-failed', message: said === '' ? `exit code ${code}, without a word` : sentence(said) };
}

/** The first line; with the next one where it ends in a colon: "… Original error:". */
function firstWords(text: string): string {
  const [first = '', second = ''] = text.split('\n').filter((line) => line.trim() !== '');
  return first.trimEnd().endsWith(':') ? `${first.trim()} ${second.replace(severity, '')}` : first;
}
const lastLine = (text: string): string => text.split('\n').findLast((line) => line.trim() !== '') ?? '';

/** One line for people, with the login of any connection string taken out. */
function sentence(line: string): string {
  return line.trim().replace(/\b([a-z+]+:\/\/)[^\s/@]*@/gi, '$1');
}
