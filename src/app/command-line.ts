import { Command, Option } from 'commander';
import {
  type Read,
  type Role,
  readOwnerUrl,
  readSettings,
  roles,
  type Variables,
} from '../config/environment-variables.ts';
import { manifestText } from '../config/manifest.ts';
import { formatProblem } from '../config/problem.ts';
import { migrateOwnTables } from '../store/migrate-own-tables.ts';
import { openLog } from './log.ts';
import { addReviewCommand } from './review-command.ts';
import { start } from './start.ts';
import { StartRefused } from './start-refused.ts';

/** Where a command line prints, and what it learns of being asked to end. */
export interface Terminal {
  readonly variables: Variables;
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  /** Whether what is printed may be coloured. */
  readonly colour: boolean;
  /** Resolves when the process is asked to end. */
  readonly ended: Promise<void>;
}

/** `godwit …`: resolves to the exit code. 0 well, 1 it did not work, 2 unusable input and nothing was started. */
export async function runCommandLine(argv: readonly string[], terminal: Terminal): Promise<number> {
  let exitCode = 0;
  const program = new Command('godwit')
    .description("Takes a team's PostgreSQL migrations to production, from Slack.")
    .configureOutput({ writeOut: terminal.out, writeErr: terminal.err })
    .exitOverride();
  program
    .command('start')
    .description('runs Godwit until it is asked to end')
    .addOption(new Option('--role <role>', 'what this process does').choices([...roles]).default('all'))
    .action(async ({ role }: { role: Role }) => {
      exitCode = await startCommand(role, terminal);
    });
  program
    .command('migrate')
    .description("brings Godwit's own tables up (DATABASE_OWNER_URL, else DATABASE_URL)")
    .action(async () => {
      exitCode = await migrateCommand(terminal);
    });
  program
    .command('manifest')
    .description('prints the app manifest to paste into Slack')
    .option('--http <url>', 'for deliveries over HTTP to this address, in place of Socket Mode')
    .action(({ http }: { http?: string }) => {
      terminal.out(manifestText(http === undefined ? { mode: 'socket' } : { mode: 'http', url: http }));
    });
  addReviewCommand(program, terminal, (code) => {
    exitCode = code;
  });
  try {
    await program.parseAsync(argv, { from: 'user' });
  } catch (error) {
    if (!(error instanceof Error && 'exitCode' in error)) throw error;
    // commander has printed what it had to say; only help and version end well.
    return error.exitCode === 0 ? 0 : 2;
  }
  return exitCode;
}

async function startCommand(role: Role, terminal: Terminal): Promise<number> {
  const settings = orProblems(readSettings(terminal.variables, role), terminal);
  if (settings === null) return 2;
  const log = openLog(settings.logLevel);
  try {
    await using started = await start(settings, terminal.variables, log);
    log.info({ role, port: started.port }, 'godwit is up');
    await terminal.ended;
    log.info({ role }, 'godwit hands over and ends');
  } catch (error) {
    if (!(error instanceof StartRefused)) throw error;
    for (const reason of error.reasons) terminal.err(`${reason}\n`);
    return 2;
  }
  return 0;
}

async function migrateCommand(terminal: Terminal): Promise<number> {
  const url = orProblems(readOwnerUrl(terminal.variables), terminal);
  if (url === null) return 2;
  const { exitCode, output } = await migrateOwnTables({ databaseUrl: url.reveal(), environment: terminal.variables });
  (exitCode === 0 ? terminal.out : terminal.err)(`${output}\n`);
  return exitCode;
}

function orProblems<T>(read: Read<T>, terminal: Terminal): T | null {
  if (read.kind === 'valid') return read.value;
  for (const problem of read.problems) terminal.err(`${formatProblem(problem)}\n`);
  return null;
}
