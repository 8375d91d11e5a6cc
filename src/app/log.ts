import { pino } from 'pino';
import type { LogLevel } from '../config/environment-variables.ts';
import type { Log } from '../ports/log.ts';

/** JSON lines on standard error, so that what a command prints stays clean. Errors keep their causes. */
export function openLog(level: LogLevel): Log {
  const { err } = pino.stdSerializers;
  return pino({ level, base: null, serializers: { error: err } }, pino.destination({ fd: 2, sync: false }));
}
