import type { Limits } from '../domain/environment.ts';
import { clamp } from '../lib/clamp.ts';
import { formatDuration } from '../lib/duration.ts';
import type { SessionSettings } from '../ports/target.ts';
import { executeCommand } from '../prisma-cli/commands.ts';
import { readSettingsProof, type SettingsVerdict, settingsProof } from '../prisma-cli/settings-proof.ts';
import { prismaVersion } from '../prisma-cli/versions.ts';
import type { Timeouts } from '../review/timeouts.ts';
import type { StepContext } from './step.ts';
import { commandTrouble } from './task-trouble.ts';

export type SessionLimits = Pick<Limits, 'lockTimeoutMs' | 'statementTimeoutMs'>;

/**
 * What Prisma's session with the database begins with. A concurrent build waits for every older transaction, and leaves
 * an invalid index when it gives up: with one among the files, locks are waited for without a limit.
 */
export function sessionSettings(
  { lockTimeoutMs, statementTimeoutMs }: SessionLimits,
  concurrently = false,
): SessionSettings {
  const lockMs = concurrently ? 0 : lockTimeoutMs;
  return {
    ...(lockMs === null ? {} : { lock_timeout: lockMs }),
    ...(statementTimeoutMs === null ? {} : { statement_timeout: statementTimeoutMs }),
  };
}

/** The same for the reviewer, to whom a limit that is taken away is none. */
export const timeoutsOf = ({ lock_timeout = 0, statement_timeout = 0 }: SessionSettings): Timeouts => ({
  lockMs: lock_timeout === 0 ? null : lock_timeout,
  statementMs: statement_timeout === 0 ? null : statement_timeout,
});

/** Asks Prisma itself, by its own driver, whether the settings take effect; null where none is configured. */
export async function proveSettings(context: StepContext): Promise<SettingsVerdict | null> {
  const { environment, host, targets, run } = context;
  const settings = sessionSettings(environment.limits);
  if (Object.keys(settings).length === 0) return null;
  const version = prismaVersion(run.plan?.prismaVersion ?? null);
  if (version === null) return { kind: 'unknown', why: 'this version of Prisma is not known' };
  const command = executeCommand({ ...environment, exec: [] }, version);
  const exit = await host.exec({
    argv: targets.launchCommand(environment, { settings, input: settingsProof(settings), command }),
    directory: environment.directory,
    stdin: null,
    timeLimitMs: 60_000,
  });
  if (exit.kind === 'exited') return readSettingsProof(exit);
  const cause = commandTrouble(exit, { name: 'prisma db execute', code: 'prisma-refused' });
  return { kind: 'unknown', why: cause?.message ?? exit.kind };
}

/** "lock timeout 2.0 s", or that it is not so; null where none is configured. */
export function settingsWords(verdict: SettingsVerdict | null, limits: Limits): string | null {
  if (verdict === null) return null;
  const named = [
    ...(limits.lockTimeoutMs === null ? [] : [`lock timeout ${formatDuration(limits.lockTimeoutMs)}`]),
    ...(limits.statementTimeoutMs === null ? [] : [`statement timeout ${formatDuration(limits.statementTimeoutMs)}`]),
  ].join(', ');
  switch (verdict.kind) {
    case 'in-effect':
      return named;
    case 'without-effect':
      return `${named} did not take effect (${verdict.found})`;
    case 'unknown':
      return `${named} could not be proved (${clamp(verdict.why, 120)})`;
  }
}
