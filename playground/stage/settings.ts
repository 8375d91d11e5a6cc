import { environmentSettings } from '../hosts/environment-settings.ts';
import type { DemoHost } from '../hosts/host-layout.ts';
import type { SshAddress } from '../servers/sshd.ts';
import { approvers, cast, channels } from './cast.ts';

/** One environment on its host; `people` are the parts about rights and rules, as godwit.yml writes them. */
export interface StagedEnvironment {
  readonly host: DemoHost;
  readonly ssh: SshAddress | 'local';
  /** Laid over what the stage gives by itself. */
  readonly rules?: Readonly<Record<string, unknown>>;
  /** Laid over the host's own entry: a wrong host key, another directory. */
  readonly place?: Readonly<Record<string, unknown>>;
}

const stagingRules = { rights: { request: [cast.ana, cast.ben] }, announce: [] };

/** Two approvals by people other than the requester, the whole checklist, no recurring window. */
const productionRules = {
  protected: true,
  promotesFrom: 'staging',
  rights: {
    request: [cast.ana, cast.ben],
    approve: [cast.ana, cast.ben, approvers],
    operate: [cast.ana, cast.ben],
    destroy: [cast.ben],
  },
  approvals: { required: 2, expireAfter: '4h', remindAfter: '1h', backup: [cast.finn] },
  checklist: ['backup', 'review', 'staging', 'window', 'notify'],
  announce: [channels.team],
};

/** godwit.yml as data; JSON is YAML too. */
export function settings(environments: Readonly<Record<string, StagedEnvironment>>): string {
  const entries = Object.entries(environments).map(([name, { host, ssh, rules = {}, place = {} }]) => {
    const own = name === 'production' ? productionRules : stagingRules;
    return [name, { ...environmentSettings(host, ssh), ...place, ...own, ...rules }];
  });
  const project = { channel: channels.migrations, environments: Object.fromEntries(entries) };
  return `${JSON.stringify({ timezone: 'Europe/Berlin', projects: { 'gold-factory': project } }, null, 2)}\n`;
}
