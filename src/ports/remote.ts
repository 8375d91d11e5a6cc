import type { Duplex } from 'node:stream';
import type { Argv, HostAddress } from '../domain/environment.ts';
import type { HostLockOwner } from '../domain/inquiry.ts';
import type { Trouble } from '../domain/trouble.ts';
import type { Secret } from '../lib/secret.ts';

/** A short command whose end is awaited: reads, checks, never a change. */
export interface RemoteCommand {
  readonly argv: Argv;
  /** Null: the login's home. The command does not start where the directory is missing. */
  readonly directory: string | null;
  /** Null: stdin is closed at once. */
  readonly stdin: string | Buffer | null;
  readonly timeLimitMs: number;
}

/** How a short command ended. `lost` = the connection went away first: nothing is known about the command. */
export type Exit =
  | { readonly kind: 'exited'; readonly code: number; readonly stdout: string; readonly stderr: string }
  | { readonly kind: 'signalled'; readonly signal: string; readonly stdout: string; readonly stderr: string }
  | { readonly kind: 'directory-missing'; readonly directory: string }
  | { readonly kind: 'timed-out'; readonly afterMs: number }
  | { readonly kind: 'output-too-large'; readonly limitBytes: number }
  | { readonly kind: 'lost'; readonly cause: string };

/** One command of a detached task. */
export interface TaskCommand {
  readonly argv: Argv;
  /**
   * What it reads: nothing; or the values of the named secrets, a line each, then the text, then the file's bytes.
   * (`docker-compose exec` passes stdin but no environment, so secrets reach a container this way.)
   */
  readonly stdin: null | {
    readonly secrets: readonly string[];
    readonly text?: string;
    readonly file: string | null;
  };
  /** A file that gets its stdout, mode 0600; null: stdout goes to the log. */
  readonly stdoutFile: string | null;
}

/** Work that goes on when the connection or the worker dies. Commands run one after the other; the first non-zero exit ends it. */
export interface DetachedTask {
  /** `[a-z0-9-]`, unique on the host for ever: a second start of the same id answers `exists`. */
  readonly id: string;
  readonly directory: string;
  readonly commands: readonly TaskCommand[];
  /** Plain variables for every command. */
  readonly environment: Readonly<Record<string, string>>;
  /** Exported for every command, by name; they travel on stdin and are never written to a file. */
  readonly secrets: Readonly<Record<string, Secret>>;
  /** Refused with `lock-lost` unless the host's lock is owned by this run with a token not newer than this one. */
  readonly lock: { readonly name: string; readonly owner: HostLockOwner };
  readonly timeLimitMs: number;
  /** Runs in a pseudo-terminal, so that it can be answered with `say`. */
  readonly terminal: boolean;
}

/** How a detached task ended. */
export type TaskEnd =
  /** 72: its directory is missing. 66: a file that it was to be fed is missing. 128 + n: a command was ended by signal n. */
  | {
      readonly kind: 'exited';
      readonly code: number;
      /** A command ended well, and what it had started in the background was still at work two seconds later. */
      readonly left?: true;
      /** It did not end well, and nothing more could be written on the host's disk. */
      readonly full?: true;
    }
  /** Ended by the time limit that the host itself keeps. */
  | { readonly kind: 'timed-out' }
  /** Its processes are gone and left no exit code: killed, or the host restarted. */
  | { readonly kind: 'vanished' }
  /** It never began here, or its traces are gone. */
  | { readonly kind: 'absent' }
  /** The lock belonged to somebody else, so nothing was started. */
  | { readonly kind: 'lock-lost'; readonly owner: HostLockOwner | null };

/** Listens to a detached task. */
export interface TaskListener {
  /** Bytes of the log from `offset` on, in order, each byte once. Awaited before the next ones are read. */
  readonly onOutput: (bytes: Buffer, offset: number) => Promise<void>;
  /**
   * The last line has no end, nothing came for `idleMs`, and (as far as the host can tell) a process waits for input.
   * Told again, with a longer `idleMs`, as long as that stays so. Only of tasks with a terminal.
   */
  readonly onQuestion: (line: string, atOffset: number, idleMs: number) => Promise<void>;
}

/** What a look needs to know of the host itself. */
export interface HostGlance {
  readonly owner: HostLockOwner | null;
  /**
   * Changes when a command started in the directory might begin elsewhere or otherwise: where the directory leads, the
   * files in it and those named, the login's variables. Null: the host cannot say.
   */
  readonly ground: string | null;
}

/** One host over one pooled connection. Methods throw `RemoteOutage` when the host cannot be reached. */
export interface Host {
  readonly exec: (command: RemoteCommand) => Promise<Exit>;
  /** stdin and stdout of a running command as one stream; destroyed when it ends. stderr is kept (last 4 kB) for errors. */
  readonly open: (
    command: Omit<RemoteCommand, 'stdin' | 'timeLimitMs'>,
  ) => Promise<Duplex & { readonly stderrTail: () => string }>;
  /** A TCP connection from the host to host:port as seen from there. */
  readonly tunnel: (host: string, port: number) => Promise<Duplex>;
  readonly begin: (task: DetachedTask) => Promise<'started' | 'exists'>;
  /** Whether a task of this id was ever begun here. Its traces stay for 14 days, and as long as its run owns a lock. */
  readonly hasTraceOf: (task: Pick<DetachedTask, 'id'>) => Promise<boolean>;
  /** Streams the log from byte `from` until the end. Survives a dropped connection by attaching again. */
  readonly follow: (
    task: Pick<DetachedTask, 'id'>,
    from: number,
    listener: TaskListener,
    signal: AbortSignal,
  ) => Promise<TaskEnd>;
  /** Types a line into the task's terminal, once per offset. */
  readonly say: (task: Pick<DetachedTask, 'id'>, atOffset: number, line: string) => Promise<void>;
  /** Overwrites these bytes of the task's log on the host with asterisks; nothing where its traces are gone. */
  readonly blank: (
    task: Pick<DetachedTask, 'id'>,
    pieces: readonly { readonly offset: number; readonly length: number }[],
  ) => Promise<void>;
  /** Signals the task's process group; false when nothing of it runs. */
  readonly signal: (task: Pick<DetachedTask, 'id'>, signal: 'TERM' | 'KILL') => Promise<boolean>;
  readonly takeLock: (
    name: string,
    owner: HostLockOwner,
  ) => Promise<{ readonly kind: 'taken' } | { readonly kind: 'held'; readonly owner: HostLockOwner }>;
  /** False when somebody else holds it by now. */
  readonly releaseLock: (name: string, owner: HostLockOwner) => Promise<boolean>;
  readonly lockOwner: (name: string) => Promise<HostLockOwner | null>;
  /** The lock's owner and the ground under a directory; glances of one turn of the event loop share one command. */
  readonly glance: (at: {
    readonly lock: string;
    readonly directory: string;
    readonly files: readonly string[];
  }) => Promise<HostGlance>;
  /** Removes the lock whoever holds it. Only for the right `destroy`. */
  readonly breakLock: (name: string) => Promise<void>;
}

/** Hosts by address; connections are shared and reopened. */
export interface Remote extends AsyncDisposable {
  readonly host: (address: HostAddress) => Promise<Host>;
}

/** The host could not be reached or would not let us in. */
export class RemoteOutage extends Error {
  readonly trouble: Trouble;

  constructor(trouble: Trouble, options?: ErrorOptions) {
    super(`${trouble.code}: ${trouble.message}`, options);
    this.name = 'RemoteOutage';
    this.trouble = trouble;
  }
}
