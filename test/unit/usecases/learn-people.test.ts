import { describe, expect, it } from 'vitest';
import type { GroupId, UserId } from '../../../src/domain/ids.ts';
import type { Slack, SlackResult } from '../../../src/ports/slack.ts';
import { claimRun } from '../../../src/usecases/execute-run.ts';
import { groupsOf, learnGroups, learnPerson, learnPersons, requesters } from '../../../src/usecases/learn-people.ts';
import { wakeRun } from '../../../src/usecases/wake-run.ts';
import { ana, ben, cleo, eve, hour, noon, owners, production, team } from '../domain/samples.ts';
import { changed, opened, stage } from './stage.ts';

/** A Slack that answers these two questions with what the test says, and counts them. */
function slackThat(says: { member?: SlackResult<{ fullMember: boolean }>; group?: SlackResult<readonly UserId[]> }) {
  const asked: string[] = [];
  const member = async (id: UserId) => {
    asked.push(id);
    const answer = says.member ?? { kind: 'ok', value: { fullMember: true } };
    return answer.kind === 'ok'
      ? { kind: 'ok' as const, value: { id, name: 'x', zone: null, ...answer.value } }
      : answer;
  };
  const groupMembers = async (id: GroupId) => {
    asked.push(id);
    return says.group ?? { kind: 'ok' as const, value: [ben] };
  };
  return { asked, slack: { member, groupMembers } as unknown as Slack };
}

describe('people', () => {
  it('are asked of Slack once an hour', async () => {
    const on = await stage();
    const { slack, asked } = slackThat({});
    const deps = { ...on, slack };
    await learnPerson(deps, ana);
    await learnPerson(deps, ana);
    expect(asked).toEqual([ana]);
    on.pass(hour);
    await learnPerson(deps, ana);
    expect(asked).toEqual([ana, ana]);
  });

  it('stay as they were known where Slack does not answer', async () => {
    const on = await stage();
    await on.store.savePerson(ana, { fullMember: false, zone: null, fetchedAt: noon });
    on.pass(hour);
    const { slack } = slackThat({ member: { kind: 'passing', error: 'timeout', retryAfterMs: null } });
    await learnPerson({ ...on, slack }, ana);
    expect(await on.store.knownPerson(ana)).toMatchObject({ fullMember: false });
  });

  it('who asked for what still waits are asked about again: one who left starts nothing by it', async () => {
    const on = await stage({ approvals: null });
    await on.store.setFreeze({ environment: production, reason: 'audit', by: ben, since: noon, until: null }, null, []);
    const run = await opened(on);
    expect(await requesters(on)).toEqual([run.requestedBy]);
    on.pass(hour);
    const { slack, asked } = slackThat({ member: { kind: 'ok', value: { fullMember: false } } });
    await learnPersons({ ...on, slack }, await requesters(on));
    expect(asked).toEqual([run.requestedBy]);
    await on.store.liftFreeze(production, null, []);
    expect(changed(await wakeRun(on, run.id)).state.kind).toBe('queued');
    expect(await claimRun(on, run.id, 'w1')).toBeNull();
    expect((await on.store.run(run.id))?.state).toMatchObject({ ending: { trouble: { code: 'right-lost' } } });
    expect(await requesters(on)).toEqual([]);
  });

  it('of every group that holds a right or stands by are asked for', async () => {
    const on = await stage({ approvals: { required: 1, expireAfterMs: 1, remindAfterMs: null, backup: [team, eve] } });
    expect(groupsOf(on.configuration.environments)).toEqual([owners, team]);
    const { slack } = slackThat({ group: { kind: 'ok', value: [cleo] } });
    await learnGroups({ ...on, slack }, [owners]);
    const { groups } = await on.store.surroundings(production);
    expect(groups.get(owners)).toEqual({ members: [cleo], fetchedAt: noon });
    const silent = slackThat({ group: { kind: 'permanent', error: 'missing_scope' } });
    await learnGroups({ ...on, slack: silent.slack }, [owners]);
    expect((await on.store.surroundings(production)).groups.get(owners)?.members).toEqual([cleo]);
  });
});
