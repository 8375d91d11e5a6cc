import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { SlackEmulator } from '../../../playground/slack-emulator/slack-emulator.ts';
import type { GroupId } from '../../../src/domain/ids.ts';
import { production } from '../../unit/render/samples.ts';
import { bySocket, depsOf, listener, workspace } from './listening.ts';

const dbas = 'S01' as GroupId;

describe('user groups', () => {
  let stand: SlackEmulator;
  beforeEach(async () => {
    stand = await workspace();
    stand.addGroup({ id: dbas, handle: 'dba', members: ['U01'] });
    stand.addGroup({ id: 'S99', handle: 'others', members: ['U01'] });
  });
  afterEach(() => stand.close());

  const changed = {
    subteam_members_changed: (id: string) => ({ type: 'subteam_members_changed', subteam_id: id }),
    subteam_updated: (id: string) => ({ type: 'subteam_updated', subteam: { id } }),
  };

  test.each(Object.entries(changed))('are asked about anew when Slack says %s', async (_type, event) => {
    const rights = { ...production.policy.rights, approve: [dbas] };
    const environments = [{ ...production, policy: { ...production.policy, rights } }];
    const deps = { ...depsOf(stand), configuration: { zone: 'UTC', groups: new Map(), environments } };
    await using slack = await listener(stand, bySocket(stand), deps);
    expect(slack.ready()).toBe(true);
    stand.addGroup({ id: dbas, handle: 'dba', members: ['U02', 'U03'] });
    expect((await stand.sendEvent(event('S99'))).kind).toBe('acknowledged');
    expect((await stand.sendEvent(event(dbas))).kind).toBe('acknowledged');
    await vi.waitFor(async () => {
      const { groups } = await deps.store.surroundings(production.id);
      expect(groups.get(dbas)?.members).toEqual(['U02', 'U03']);
    });
    expect(stand.callsOf('usergroups.users.list').map(({ args }) => args.usergroup)).toEqual([dbas]);
  });
});
