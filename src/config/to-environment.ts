import type { Environment } from '../domain/environment.ts';
import type { ChannelId, EnvironmentId } from '../domain/ids.ts';
import type { EnvironmentSection } from './environment-section.ts';
import { toPolicy } from './policy.ts';

/** Where an environment stands in the file, and what it inherits from there. */
export interface EnvironmentContext {
  readonly project: string;
  readonly name: string;
  readonly zone: string;
  /** The project's channel. */
  readonly channel: ChannelId;
}

/** A section without faults, as the domain knows it. */
export function toEnvironment(section: EnvironmentSection, context: EnvironmentContext): Environment {
  const { project, name } = context;
  const { directory, exec, prisma, database, backup, service, limits } = section;
  const channel = section.channel ?? context.channel;
  return {
    id: `${project}/${name}` as EnvironmentId,
    project,
    name,
    channel,
    host: section.ssh ?? { kind: 'local' },
    directory,
    exec,
    prisma,
    database,
    backup,
    rollback: section.rollback ?? null,
    service,
    limits,
    driftEveryMs: section.drift ?? null,
    policy: toPolicy(section, { project, zone: context.zone, channel }),
  };
}
