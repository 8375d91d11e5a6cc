import type { GateRule, MigrationLock } from './gate.ts';

/** Prisma waits 10 s for its advisory lock and gives up (P1002). */
export const migrationLock: GateRule = {
  id: 'migration-lock-held',
  holds: 'start',
  title: 'Migration lock held',
  closed: "a session holds Prisma's advisory lock, so that a deploy would give up after 10 s (P1002)",
  look: ({ lock }) => {
    if (lock === null) return null;
    return {
      sentence: heldBy(lock),
      waysOut: waysOut(lock),
      details: lockFacts(lock).map(({ label, value }) => `${label}: ${value}`),
    };
  },
};

/** Who holds it, in one sentence. */
export function heldBy({ application, pid }: MigrationLock): string {
  const who = application === null || application === '' ? `process ${pid}` : `\`${application}\` (process ${pid})`;
  return `Prisma's migration lock is held by ${who}`;
}

/** What is known of the holder; what the login may not see is left out. */
export function lockFacts({ user, since, state, run }: MigrationLock): readonly { label: string; value: string }[] {
  return [
    ...(run === null
      ? []
      : [{ label: 'At work there', value: `run ${run.id} of ${run.own ? 'this' : 'another'} Godwit` }]),
    ...(user === null ? [] : [{ label: 'User', value: user }]),
    ...(since === null
      ? []
      : [{ label: 'Session since', value: `${new Date(since).toISOString().slice(0, 19).replace('T', ' ')} UTC` }]),
    ...(state === null ? [] : [{ label: 'State', value: state }]),
  ];
}

function waysOut({ run, pid }: MigrationLock): readonly string[] {
  if (run?.own === true) return [`Wait until run \`${run.id}\` has ended, or stop it: \`/migrate cancel ${run.id}\`.`];
  return [
    'Wait until it is done: somebody may be migrating right now.',
    `If its client is gone for good, end the session: \`SELECT pg_terminate_backend(${pid});\``,
  ];
}
