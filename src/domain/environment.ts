import { asTyped } from '../lib/as-typed.ts';
import type { ChannelId, EnvironmentId, GroupId, UserId } from './ids.ts';
import type { Policy } from './policy.ts';

/** A program and its arguments; never read by a shell. */
export type Argv = readonly string[];

/** Where a secret stands: an environment variable of the worker, or a file it can read. */
export type SecretReference =
  | { readonly from: 'env'; readonly name: string }
  | { readonly from: 'file'; readonly path: string };

/** How to log in to a host by SSH. The host key is pinned: `SHA256:…` as `ssh-keygen -l` prints it. */
export interface SshAddress {
  readonly kind: 'ssh';
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly login:
    | { readonly by: 'key-file'; readonly path: string; readonly passphrase: SecretReference | null }
    | { readonly by: 'agent'; readonly socket: string };
  readonly hostKey: string;
  readonly jump: SshAddress | null;
}

/** Where an environment's commands run: another machine, or Godwit's own. */
export type HostAddress = SshAddress | { readonly kind: 'local' };

/** How SQL reaches the database: as the app does, through its exec prefix; or by a tunnel to a configured URL. */
export type DatabaseAccess =
  | { readonly via: 'app'; readonly variable: string; readonly tools: Argv }
  | { readonly via: 'ssh'; readonly url: SecretReference; readonly variable: string; readonly tools: Argv };

/** How a backup is made. `command` holds `{env}` and `{label}`; null: Godwit's own `pg_dump`. `directory` holds `{env}`. */
export interface BackupWay {
  readonly command: Argv | null;
  /** Relative to the environment's directory. */
  readonly directory: string;
  /** How many of Godwit's own backups stay. */
  readonly keep: number;
  readonly answers: readonly PromptAnswer[];
}

/** What a script asks and what is said to it. */
export interface PromptAnswer {
  /** Text that the question contains: its line, and the menu above it where that line alone says nothing. */
  readonly when: string;
  readonly say: string;
}

/** How a backup is restored. `command` may hold `{env}` and `{backup}`. */
export interface RollbackWay {
  readonly command: Argv;
  readonly answers: readonly PromptAnswer[];
}

export interface ServiceCommands {
  readonly stop: Argv | null;
  readonly start: Argv | null;
  readonly health: Argv | null;
}

export interface Limits {
  /** The longest that one step may take. */
  readonly stepMs: number;
  /** How long a statement of a migration may wait for a lock; null: as the login has it. */
  readonly lockTimeoutMs: number | null;
  /** How long a statement of a migration may take; null: as the login has it. */
  readonly statementTimeoutMs: number | null;
  /** Others may wait behind a migration, until so many of them have done so for so long; null: without limit. */
  readonly waiting: WaitingLimit | null;
}

export interface WaitingLimit {
  /** The number of waiting sessions at which the time begins to count. */
  readonly sessions: number;
  readonly forMs: number;
}

/** One environment of one project: where it is, how things are done there, and its rules. */
export interface Environment {
  readonly id: EnvironmentId;
  readonly project: string;
  readonly name: string;
  readonly channel: ChannelId;
  readonly host: HostAddress;
  /** Absolute path on the host. */
  readonly directory: string;
  /** Put before every prisma command and every read of its files; may be empty. */
  readonly exec: Argv;
  readonly prisma: Argv;
  readonly database: DatabaseAccess;
  readonly backup: BackupWay;
  /** Null: Godwit restores its own way. */
  readonly rollback: RollbackWay | null;
  readonly service: ServiceCommands;
  readonly limits: Limits;
  /** How often Godwit looks for drift by itself; null: only when asked. */
  readonly driftEveryMs: number | null;
  readonly policy: Policy;
}

/** Everything that `godwit.yml` says. */
export interface Configuration {
  readonly zone: string;
  /** Who a user group means where Slack cannot say. */
  readonly groups: ReadonlyMap<GroupId, readonly UserId[]>;
  /** In the order of the file. */
  readonly environments: readonly Environment[];
}

/** Whether the team's script chooses the backup by itself, because its command has no place for one. */
export const scriptChoosesBackup = ({ rollback }: Pick<Environment, 'rollback'>): boolean =>
  rollback !== null && !rollback.command.some((part) => part.includes('{backup}'));

/** What a person types on the host to start the service; null where no command is configured. */
export const startTyped = ({ directory, service }: Pick<Environment, 'directory' | 'service'>): string | null =>
  service.start === null ? null : `cd ${asTyped([directory])} && ${asTyped(service.start)}`;

/** What a person types to make the service anew where its container was removed; null where no docker-compose starts it. */
export function makeAnewTyped({ directory, service }: Pick<Environment, 'directory' | 'service'>): string | null {
  const argv = service.start ?? [];
  const at = argv.indexOf('start');
  if (at < 0 || !argv.slice(0, at).some(isCompose)) return null;
  const up = [...argv.slice(0, at), 'up', '-d', '--no-deps', ...argv.slice(at + 1)];
  return `cd ${asTyped([directory])} && ${asTyped(up)}`;
}

/** `docker-compose`, also by its path, or `docker compose`. */
const isCompose = (word: string): boolean => /^(?:(?:.*\/)?docker-)?compose$/.test(word);
