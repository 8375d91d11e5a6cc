import type { Duplex } from 'node:stream';
import type { Environment, SecretReference } from '../domain/environment.ts';
import type { Trouble } from '../domain/trouble.ts';
import type { Secret } from '../lib/secret.ts';
import type { Host } from '../ports/remote.ts';
import type { Opened, PrismaProject, TargetSession } from '../ports/target.ts';
import { type OpenedProject, openProject } from './open-project.ts';
import type { DatabaseAddress } from './parse-url.ts';
import { programOptions } from './program-command.ts';
import type { Seen } from './seen.ts';
import type { SessionName } from './sql-session.ts';
import { readTexts, textReader } from './sql-texts.ts';

/** Resolves `env:` and `file:` references; throws a sentence when there is nothing. */
export type ReadSecret = (reference: SecretReference) => Secret | Promise<Secret>;

/** One environment about to be opened, with what that takes. */
export interface Opening {
  readonly environment: Environment;
  readonly host: Host;
  readonly programs: { readonly bridge: string; readonly texts: string };
  readonly readSecret: ReadSecret;
  /** Told of every secret that comes by, also where nothing opens. */
  readonly learn: (secret: Secret) => void;
  /** How long the bridge waits for a further question; null: it is asked once. */
  readonly stayMs: number | null;
  /** Not for looking: the session may write, in the database of this name; null: in the app's own. */
  readonly shadow?: { readonly database: string | null };
}

/** Files and database of one environment, opened together. */
export interface Reader {
  readonly session: TargetSession;
  /**
   * Looks at the files and at the way to the database anew, all read from disk. Null: something leads elsewhere by now,
   * cannot be read, or does not answer; what that means, only a new reader knows. Asked only where the bridge stays.
   */
  readonly lookAgain: () => Promise<PrismaProject | null>;
  /** Settles when one of its connections is over. */
  readonly over: Promise<void>;
}

const connectMs = 5_000;

/** Looks at the project; with `connect`, the stream then leads to the app's database. */
export function lookAt({ environment, host, programs, stayMs }: Opening, connect: boolean): Promise<OpenedProject> {
  const options = programOptions(environment, { connect, connectMs, stayMs });
  return openProject({ environment, host, program: programs.bridge, options });
}

/** Reads the texts of the files that were seen. */
export function sqlOf({ environment, host, programs }: Opening, { project }: Seen): TargetSession['sqlOf'] {
  const options = programOptions(environment, { connect: false, connectMs, stayMs: null });
  const request = { environment, host, program: programs.texts, options, files: project.files };
  return textReader((names) => readTexts(request, names));
}

export function notOpened(
  trouble: Trouble,
  project: PrismaProject | null = null,
): Extract<Opened<Reader>, { kind: 'trouble' }> {
  return { kind: 'trouble', trouble, project };
}

/** Sessions that stay have a name of their own, by which `endLooks` finds them. */
export function nameOf({ stayMs, shadow }: Opening): SessionName {
  if (shadow !== undefined) return 'godwit-shadow';
  return stayMs === null ? 'godwit' : 'godwit-looks';
}

/** The address, with another database where one is asked for. */
export function addressFor({ shadow }: Opening, address: DatabaseAddress): DatabaseAddress {
  const database = shadow?.database ?? address.identity.database;
  return { ...address, identity: { ...address.identity, database } };
}

/** Settles when the stream is closed, whatever closed it. */
export const closeOf = (stream: Duplex): Promise<void> =>
  new Promise((resolve) => stream.once('close', () => resolve()));
