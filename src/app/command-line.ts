import { Command, Option } from 'commander';
import { type Role, roles } from '../config/roles.ts';
import { addAuditCommands } from './audit-commands.ts';
import { addDoctorCommand } from './doctor/doctor-command.ts';
import { addReviewCommand } from './review-command.ts';
import type { Terminal } from './terminal.ts';

/**
 * `godwit …`: resolves to the exit code. 0 well, 1 it did not work, 2 unusable input and nothing was started.
 * Each command loads what it works with when it is asked for: `review` in a CI job waits for no Slack and no Prisma.
 * long: a menu of the commands, each with its options.
 */
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
      const { startCommand } = await import('./start-command.ts');
      exitCode = await startCommand(role, terminal);
    });
  program
    .command('migrate')
    .description("brings Godwit's own tables up as DATABASE_OWNER_URL, and gives DATABASE_URL's role what it needs")
    .action(async () => {
      const { migrateCommand } = await import('./migrate-command.ts');
      exitCode = await migrateCommand(terminal);
    });
  program
    .command('manifest')
    .description('prints the app manifest to paste into Slack')
    .option('--http <url>', 'for deliveries over HTTP to this address, in place of Socket Mode')
    .action(async ({ http }: { http?: string }) => {
      const { manifestText } = await import('../config/manifest.ts');
      terminal.out(manifestText(http === undefined ? { mode: 'socket' } : { mode: 'http', url: http }));
    });
  const ended = (code: number) => {
    exitCode = code;
  };
  addAuditCommands(program, terminal, ended);
  addDoctorCommand(program, terminal, ended);
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
