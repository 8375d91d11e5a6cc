import type { Environment } from '../domain/environment.ts';
import type { EnvironmentReport, HostLockOwner, PrismaWord, StatusReport } from '../domain/inquiry.ts';
import { type Trouble, trouble } from '../domain/trouble.ts';
import type { EpochMs } from '../lib/time.ts';
import type { Host } from '../ports/remote.ts';
import type { Looked, Targets } from '../ports/target.ts';
import { statusCommand } from '../prisma-cli/commands.ts';
import { compareMigrations } from '../prisma-cli/compare.ts';
import { prismaWord } from '../prisma-cli/disagreements.ts';
import { troubleOfFailure } from '../prisma-cli/failure-trouble.ts';
import { readStatus } from '../prisma-cli/read-status.ts';
import { gatesAt, gatesOf } from './gates.ts';
import { lockName } from './lock-name.ts';
import { lookAt } from './look.ts';
import { commandTrouble } from './task-trouble.ts';

interface At {
  readonly environment: Environment;
  readonly host: Host;
  readonly targets: Targets;
  readonly instance: string;
  readonly now: EpochMs;
}

/** First stroke: files, history and locks by Godwit's own probe. */
export async function probeStatus(at: At): Promise<EnvironmentReport> {
  const { environment, host, targets } = at;
  const { id, directory, exec } = environment;
  const glance = host.glance({ lock: lockName(environment), directory, files: exec });
  const looked = await targets.look(environment, host, glance);
  if (looked.kind === 'trouble') return { kind: 'unseen', environment: id, trouble: looked.trouble };
  return { kind: 'seen', environment: id, report: reportOf(at, looked, (await glance).owner) };
}

function reportOf(
  at: At,
  { project, history, lockHolder: holder, pooler }: Extract<Looked, { kind: 'seen' }>,
  owner: HostLockOwner | null,
): StatusReport {
  const comparison = compareMigrations({ files: project.files, history });
  const finished = history.filter((row) => row.finishedAt !== null && row.rolledBackAt === null);
  const newest = finished.toSorted((a, b) => a.name.localeCompare(b.name, 'en')).at(-1);
  return {
    lookedAt: at.now,
    comparison,
    newest: newest?.finishedAt == null ? null : { name: newest.name, finishedAt: newest.finishedAt },
    prismaVersion: project.prismaVersion,
    hostLock: owner,
    gates: gatesOf({ ...at, run: null }, { project, history, comparison }, { holder, owner, pooler }),
  };
}

/** Second stroke: the same report with every gate, drift among them; as it was where the host is away by now. */
export async function withAllGates(at: At, seen: EnvironmentReport): Promise<EnvironmentReport> {
  if (seen.kind === 'unseen') return seen;
  const looked = await lookAt(at, (look, session) => gatesAt({ ...at, run: null }, look, session));
  return looked.kind === 'seen' ? { ...seen, report: { ...seen.report, gates: looked.value } } : seen;
}

/** Second stroke: what `prisma migrate status` itself says, and where it disagrees. */
export async function askPrisma(at: At, seen: EnvironmentReport): Promise<PrismaWord | Trouble> {
  const { environment, host } = at;
  const argv = statusCommand(environment);
  const exit = await host.exec({ argv, directory: environment.directory, stdin: null, timeLimitMs: 60_000 });
  if (exit.kind !== 'exited') {
    const name = 'prisma migrate status';
    return commandTrouble(exit, { name, code: 'prisma-refused' }) ?? trouble('internal', 'no exit');
  }
  const status = readStatus(exit);
  if (status.verdict.kind === 'refused') return troubleOfFailure(status.verdict.failure);
  const nothing = { applied: [], pending: [], failed: [], edited: [], missing: [], outOfOrder: [] };
  const word = prismaWord(status, seen.kind === 'seen' ? seen.report.comparison : nothing);
  return seen.kind === 'seen' ? word : { ...word, disagreements: [] };
}
