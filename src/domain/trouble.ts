/** Why a step, a preparation or an inquiry did not come to a good end. The codes are stable: people and tests refer to them. */
export const troubleCodes = [
  'host-unreachable',
  'host-key-mismatch',
  'login-refused',
  'connection-lost',
  'trace-missing',
  'directory-missing',
  'exec-failed',
  'prisma-missing',
  'prisma-version',
  'prisma-refused',
  'migrations-unreadable',
  'database-mismatch',
  'database-unreachable',
  'failed-earlier',
  'pooler',
  'migration-lock-held',
  'host-locked',
  'disk-full',
  'environment-removed',
  'nothing-pending',
  'not-allowed-here',
  'right-lost',
  'apply-first',
  'would-reset',
  'nothing-to-create',
  'files-of-an-image',
  'create-failed',
  'losses-unseen',
  'warnings-changed',
  'reset-unfinished',
  'push-unfinished',
  'receipt-changed',
  'frozen',
  'backup-failed',
  'backup-not-found',
  'backup-ambiguous',
  'backup-unverified',
  'backup-broken',
  'tools-version',
  'migration-failed',
  'unknown-migration',
  'already-applied',
  'never-applied',
  'not-failed',
  'found-differs',
  'lock-timeout',
  'others-waited',
  'still-pending',
  'applied-differs',
  'not-as-promised',
  'service-command-failed',
  'health-failed',
  'restore-failed',
  'restore-differs',
  'question-unanswered',
  'time-limit',
  'signalled',
  'internal',
] as const;
export type TroubleCode = (typeof troubleCodes)[number];

/** One thing that went wrong, in words for the channel: nothing personal, no secret, no row data. */
export interface Trouble {
  readonly code: TroubleCode;
  /** One or two plain sentences. */
  readonly message: string;
  /** What the database or Prisma said, where there is one: code, object and primary message only. */
  readonly facts: readonly { readonly label: string; readonly value: string }[];
}

/** The label of a fact that names a session which held a migration up. */
export const blockedBy = 'Blocked by';

/** A trouble without further facts. */
export function trouble(code: TroubleCode, message: string, facts: Trouble['facts'] = []): Trouble {
  return { code, message, facts };
}

const silentTroubles: readonly TroubleCode[] = [
  'host-unreachable',
  'host-key-mismatch',
  'login-refused',
  'connection-lost',
  'trace-missing',
];

/** Whether the trouble says nothing about what was begun on the host. */
export const saysNothing = ({ code }: Trouble): boolean => silentTroubles.includes(code);
