import type { Environment } from './environment.ts';
import type { ChannelId, EnvironmentId } from './ids.ts';
import { type Trouble, trouble } from './trouble.ts';

/** An environment that the configuration no longer has, as its past is shown: nobody may do anything there. */
export function goneEnvironment(id: EnvironmentId): Environment {
  const cut = id.indexOf('/');
  return {
    id,
    project: id.slice(0, cut),
    name: id.slice(cut + 1),
    channel: '' as ChannelId,
    host: { kind: 'local' },
    directory: '',
    exec: [],
    prisma: [],
    database: { via: 'app', variable: '', tools: [] },
    backup: { command: null, directory: '', keep: 0, answers: [] },
    rollback: null,
    service: { stop: null, start: null, health: null },
    driftEveryMs: null,
    limits: { stepMs: 0, lockTimeoutMs: null, statementTimeoutMs: null, waiting: null },
    policy: {
      protected: true,
      promotesFrom: null,
      rights: { read: [], request: [], approve: [], operate: [], destroy: [], emergency: [] },
      approvals: null,
      checklist: [],
      windows: [],
      announce: [],
      allow: [],
    },
  };
}

/** Why nothing is done there any more. */
export const environmentRemoved = (id: EnvironmentId): Trouble =>
  trouble('environment-removed', `${id} is not in Godwit's configuration any more.`);
