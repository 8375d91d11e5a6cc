import { Command, Option } from 'commander';
import { type Role, readSettings, roles } from '../config/environment-variables.ts';
import { manifestText } from '../config/manifest.ts';
import { addAuditCommands } from './audit-commands.ts';
import { openLog } from './log.ts';
import { migrateCommand } from './migrate-command.ts';
import { addReviewCommand } from './review-command.ts';
import { start } from './start.ts';
import { StartRefused } from './start-refused.ts';
import { orProblems, type Terminal } from './terminal.ts';

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
    .description("brings Godwit's own tables up as DATABASE_OWNER_URL, and gives DATABASE_URL's role what it needs")
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
  const ended = (code: number) => {
    exitCode = code;
  };
  addAuditCommands(program, terminal, ended);
  addReviewCommand(program, terminal, ended);
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
