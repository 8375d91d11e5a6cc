import type { Argv, Environment } from '../domain/environment.ts';
import type { PushForecast } from '../domain/inquiry.ts';
import { type Trouble, trouble } from '../domain/trouble.ts';
import { assertNever } from '../lib/assert-never.ts';
import type { Exit, Host } from '../ports/remote.ts';
import type { PrismaProject, Targets } from '../ports/target.ts';
import { executeCommand, pushCommand } from '../prisma-cli/commands.ts';
import { troubleOfFailure } from '../prisma-cli/failure-trouble.ts';
import { type PushLook, readPushLook } from '../prisma-cli/read-push.ts';
import { versionTrouble } from '../prisma-cli/version.ts';
import { prismaVersion } from '../prisma-cli/versions.ts';
import { commandTrouble } from './task-trouble.ts';

interface At {
  readonly environment: Environment;
  readonly host: Host;
  readonly targets: Targets;
}

const readOnly = { default_transaction_read_only: 'on' } as const;

/** Ends with an error in a session that may write. One statement: some versions of Prisma cut a text at every semicolon. */
const proof =
  "SELECT CASE WHEN current_setting('transaction_read_only') = 'on' THEN '' ELSE current_setting('godwit: this session may write') END;\n";

/**
 * What `prisma db push` would do, by that very command in a session that can write nothing. Prisma's own driver proves
 * first that its sessions are such; without this proof the command, which pushes at once what loses nothing, is not begun.
 */
export async function forecastPush(at: At, project: PrismaProject): Promise<PushForecast | Trouble> {
  const version = prismaVersion(project.prismaVersion);
  if (version === null) return versionTrouble(project.prismaVersion) ?? trouble('internal', 'no version');
  const way = { exec: [], prisma: at.environment.prisma };
  const proved = await reading(at, executeCommand(way, version), proof);
  if (proved.kind !== 'exited' || proved.code !== 0) return unproved(proved);
  const exit = await reading(at, pushCommand(way, version, 'nothing'), null);
  if (exit.kind !== 'exited') return ended(exit) ?? trouble('internal', 'no exit');
  return forecastOf(readPushLook(exit));
}

const reading = ({ environment, host, targets }: At, command: Argv, input: string | null): Promise<Exit> =>
  host.exec({
    argv: targets.launchCommand(environment, { settings: readOnly, input, command }),
    directory: environment.directory,
    stdin: null,
    timeLimitMs: 60_000,
  });

const ended = (exit: Exit) => commandTrouble(exit, { name: 'prisma db push', code: 'losses-unseen' });

function unproved(exit: Exit): Trouble {
  const why = commandTrouble(exit, { name: 'prisma db execute', code: 'losses-unseen' });
  return trouble('losses-unseen', 'Prisma could not be made to look without writing.', why?.facts ?? []);
}

/** Pure. */
export function forecastOf(word: PushLook): PushForecast | Trouble {
  switch (word.kind) {
    case 'in-sync':
      return { kind: 'in-sync' };
    case 'not-written':
      return { kind: 'possible', warnings: [] };
    case 'warned':
      return { kind: 'possible', warnings: word.warnings };
    case 'impossible':
      return word;
    case 'pushed':
      return trouble('losses-unseen', 'Prisma wrote, although it had shown that it would not.');
    case 'failed':
      return troubleOfFailure(word.failure);
    default:
      return assertNever(word);
  }
}
