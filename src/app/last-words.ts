import { createRequire } from 'node:module';
import type { KnownSecrets } from '../lib/known-secrets.ts';

/**
 * What a process says that ends by an error which nobody handled: one line like every other, with its cause, written
 * before this returns. Nothing is lost by it: what was committed is in the tables, and what runs on hosts goes on.
 */
export function lastWords(error: unknown, origin: string, { maskText }: KnownSecrets): void {
  // Read only now: a command that ends well need not wait for the log's package, and here nothing may be awaited.
  const { pino } = createRequire(import.meta.url)('pino') as typeof import('pino');
  const serializers = { error: pino.stdSerializers.err };
  const stderr = pino.destination({ fd: 2, sync: true });
  pino({ base: null, serializers }, { write: (line: string) => void stderr.write(maskText(line)) }).fatal(
    { error, origin },
    'godwit ends by an error that nobody handled; start it again',
  );
}
