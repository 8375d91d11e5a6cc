import type { Log } from '../ports/log.ts';
import type { ReadSecret } from './ssh-login.ts';

/** How long things may take, in milliseconds. */
export interface SshTimes {
  /** From the first packet until logged in. */
  readonly readyMs: number;
  /** A connection is given up after three of these without an answer. */
  readonly keepaliveMs: number;
  /** A connection that nobody uses is closed after this. */
  readonly idleMs: number;
  /** How long `follow` tries to come back to a host that is away. */
  readonly awayMs: number;
  /** How long an unfinished line must stand still to be a question; whole seconds. */
  readonly questionMs: number;
}

export const usualTimes: SshTimes = {
  readyMs: 10_000,
  keepaliveMs: 10_000,
  idleMs: 5 * 60_000,
  awayMs: 2 * 60_000,
  questionMs: 5_000,
};

export interface RemoteOptions {
  readonly log: Log;
  readonly readSecret: ReadSecret;
  /** All that commands on Godwit's own machine see: PATH, HOME, …; its own variables are not handed on. */
  readonly localEnvironment: Readonly<Record<string, string>>;
  readonly times?: Partial<SshTimes>;
}
