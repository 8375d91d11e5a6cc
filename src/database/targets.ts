import type { Secret } from '../lib/secret.ts';
import type { Log } from '../ports/log.ts';
import type { Opened, Targets } from '../ports/target.ts';
import { endLooks } from './end-looks.ts';
import { readHistory } from './history.ts';
import type { KeptLimits } from './kept-readers.ts';
import { launchCommand } from './launch-command.ts';
import { endSession, transactionStands } from './locks/end-session.ts';
import { readLocks } from './locks/read-locks.ts';
import { createLooks } from './looks.ts';
import { cancelMigration, migrationLockHolder } from './migration-lock.ts';
import { migrationTraffic } from './migration-traffic.ts';
import { openByApp } from './open-by-app.ts';
import { openByTunnel } from './open-by-tunnel.ts';
import type { Opening, Reader, ReadSecret } from './opening.ts';
import { programText } from './program-text.ts';
import { receiptCommand } from './receipt-command.ts';
import { sessionCatalog } from './session-catalog.ts';
import { openShadow } from './shadow-database.ts';
import { openTools } from './tools-session.ts';
import { withMigrations } from './with-migrations.ts';
import { withShadow } from './with-shadow.ts';
import { nextTransaction, writtenSince } from './written-since.ts';

export interface TargetsDeps {
  readonly log: Log;
  readonly readSecret: ReadSecret;
  /** Told of every secret that comes by. */
  readonly learn: (secret: Secret) => void;
  readonly limits?: Partial<KeptLimits>;
}

const usualLimits: KeptLimits = { idleMs: 60_000, ageMs: 5 * 60_000, perAddress: 8 };

/**
 * The databases of the environments, reached as their apps do or by a tunnel. Looks leave readers open until it is disposed of.
 * long: it puts together what each way to a database needs.
 */
export function createTargets({ log, readSecret, learn, ...rest }: TargetsDeps): Targets & AsyncDisposable {
  const programs = {
    bridge: programText('bridge'),
    texts: programText('texts'),
    receipt: programText('receipt'),
    launch: programText('launch'),
    diff: programText('diff'),
    shadowed: programText('shadowed'),
  };
  const limits = { ...usualLimits, ...rest.limits };
  const openWith =
    (stayMs: number | null): ((...at: [Opening['environment'], Opening['host']]) => Promise<Opened<Reader>>) =>
    (environment, host) => {
      const opening = { environment, host, programs, readSecret, learn, stayMs };
      const { database } = environment;
      return database.via === 'app' ? openByApp(opening) : openByTunnel(opening, database.url);
    };
  const openOnce = openWith(null);
  // On the host it ends by itself too, but never before Godwit would have ended it.
  const looks = createLooks({ log, limits, now: () => performance.now(), open: openWith(limits.idleMs * 1.5) });
  return {
    open: async (environment, host) => {
      const opened = await openOnce(environment, host);
      const outcome = opened.kind === 'open' ? 'open' : opened.trouble.code;
      log.debug({ environment: environment.id, via: environment.database.via, outcome }, 'opened a target');
      return opened.kind === 'open' ? { kind: 'open', session: opened.session.session } : opened;
    },
    look: looks.look,
    lookAtLocks: looks.lookAtLocks,
    openTools,
    receiptCommand: (environment, expected) => receiptCommand(environment, programs.receipt, expected),
    launchCommand: (environment, launch) => launchCommand(environment, programs.launch, launch),
    withMigrations: (environment, folders, command) => withMigrations(environment, programs.diff, { folders, command }),
    openShadow: (environment, host) => openShadow({ environment, host, programs, readSecret, learn, stayMs: null }),
    withShadow: (environment, shadow) => withShadow(environment, programs.shadowed, shadow),
    history: readHistory,
    traffic: migrationTraffic,
    nextTransaction,
    writtenSince,
    endLooks,
    catalog: sessionCatalog,
    lockHolder: migrationLockHolder,
    cancelMigration,
    locks: readLocks,
    endSession,
    transactionStands,
    [Symbol.asyncDispose]: () => looks[Symbol.asyncDispose](),
  };
}
