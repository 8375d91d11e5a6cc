import type { Duplex, Readable, Writable } from 'node:stream';
import type { Program } from './programs/program.ts';

/** How a program on the host ended. Both null: the connection went away first, and nothing is known. */
export interface ChannelEnd {
  readonly code: number | null;
  readonly signal: string | null;
}

/** A program that runs on the host. */
export interface Channel {
  readonly stdin: Writable;
  readonly stdout: Readable;
  readonly stderr: Readable;
  /** Settles when the program is over and its output was received. Never rejects. */
  readonly ended: Promise<ChannelEnd>;
  /** Lets go of it without waiting; the program may still run. */
  readonly abandon: () => void;
}

/** The ways into one host. Methods throw `RemoteOutage`. */
export interface Transport {
  /** `host` or `local`, for messages. */
  readonly name: string;
  /** `urgent` may use the places that are kept for ending things. */
  readonly start: (program: Program, parameters: readonly string[], use?: 'session' | 'urgent') => Promise<Channel>;
  readonly tunnel: (host: string, port: number) => Promise<Duplex>;
}
