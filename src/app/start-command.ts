import { readSettings } from '../config/environment-variables.ts';
import { ownSecrets } from '../config/own-secrets.ts';
import type { Role } from '../config/roles.ts';
import { knownSecrets } from '../lib/known-secrets.ts';
import { openLog } from './log.ts';
import { orProblems } from './or-problems.ts';
import { start } from './start.ts';
import { StartRefused } from './start-refused.ts';
import type { Terminal } from './terminal.ts';

/** Runs a role until the process is asked to end; resolves to the exit code. */
export async function startCommand(role: Role, terminal: Terminal): Promise<number> {
  const settings = orProblems(readSettings(terminal.variables, role), terminal);
  if (settings === null) return 2;
  const secrets = knownSecrets(ownSecrets(terminal.variables));
  const log = openLog(settings.logLevel, secrets.maskText);
  try {
    await using started = await start(settings, terminal.variables, { log, secrets });
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
