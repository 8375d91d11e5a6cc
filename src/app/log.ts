import { pino } from 'pino';
import type { LogLevel } from '../config/environment-variables.ts';
import type { Log } from '../ports/log.ts';

/**
 * JSON lines on standard error, so that what a command prints stays clean. Errors keep their causes; `maskText` takes
 * secrets out of each line, also where a driver or a host put them into an error.
 */
export function openLog(level: LogLevel, maskText: (text: string) => string): Log {
  const { err } = pino.stdSerializers;
  const stderr = pino.destination({ fd: 2, sync: false });
  const masked = { write: (line: string) => void stderr.write(maskText(line)) };
  return pino({ level, base: null, serializers: { error: err } }, masked);
}
