import type { Log } from '../ports/log.ts';
import type { Targets } from '../ports/target.ts';
import { readHistory } from './history.ts';
import { cancelMigration, migrationLockHolder } from './migration-lock.ts';
import { openByApp } from './open-by-app.ts';
import { openByTunnel } from './open-by-tunnel.ts';
import type { ReadSecret } from './opening.ts';
import { programText } from './program-text.ts';
import { receiptCommand } from './receipt-command.ts';
import { openTools } from './tools-session.ts';

export interface TargetsDeps {
  readonly log: Log;
  readonly readSecret: ReadSecret;
}

/** The databases of the environments, reached as their apps do or by a tunnel. */
export function createTargets({ log, readSecret }: TargetsDeps): Targets {
  const programs = { bridge: programText('bridge'), texts: programText('texts'), receipt: programText('receipt') };
  return {
    open: async (environment, host) => {
      const opening = { environment, host, programs, readSecret };
      const { database } = environment;
      const opened = await (database.via === 'app' ? openByApp(opening) : openByTunnel(opening, database.url));
      const outcome = opened.kind === 'open' ? 'open' : opened.trouble.code;
      log.debug({ environment: environment.id, via: database.via, outcome }, 'opened a target');
      return opened;
    },
    openTools,
    receiptCommand: (environment, expected) => receiptCommand(environment, programs.receipt, expected),
    history: readHistory,
    lockHolder: migrationLockHolder,
    cancelMigration,
  };
}
