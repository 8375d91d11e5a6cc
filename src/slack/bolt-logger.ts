import { type Logger, LogLevel } from '@slack/bolt';
import type { Log } from '../ports/log.ts';

/**
 * The words of Slack's own libraries as one more voice in Godwit's own log. Their debug lines hold whole payloads, and
 * stay out.
 */
export function boltLogger(log: Log): Logger {
  const said = (words: readonly unknown[]) => ({ said: words.map(String).join(' ') });
  return {
    debug: () => {},
    info: (...words) => log.debug(said(words), 'bolt'),
    warn: (...words) => log.warn(said(words), 'bolt'),
    error: (...words) => log.error(said(words), 'bolt'),
    setLevel: () => {},
    getLevel: () => LogLevel.INFO,
    setName: () => {},
  };
}
