import type { DemoHost } from '../../../playground/hosts/host-layout.ts';
import type { SshAddress } from '../../../playground/servers/sshd.ts';
import { cast } from '../../../playground/stage/cast.ts';
import type { StagedEnvironment } from '../../../playground/stage/settings.ts';
import { peopleOf } from './crowd.ts';

/** A host that several environments are on. */
export interface Place {
  readonly host: DemoHost;
  readonly ssh: SshAddress;
}

/** So many environments on a handful of hosts and databases, in turn; ten people may ask, ben approves. */
export function tenantsOn(places: readonly Place[], count: number): Readonly<Record<string, StagedEnvironment>> {
  const rules = {
    rights: { request: peopleOf(10), approve: [cast.ben], operate: [cast.ben] },
    approvals: { required: 1, expireAfter: '4h' },
  };
  const place = { prisma: './node_modules/.bin/prisma' };
  const names = Array.from({ length: count }, (_, at) => `tenant-${String(at + 1).padStart(3, '0')}`);
  const entries = names.flatMap((name, at) => {
    const on = places[at % places.length];
    return on === undefined ? [] : [[name, { ...on, rules, place }] as const];
  });
  return Object.fromEntries(entries);
}
