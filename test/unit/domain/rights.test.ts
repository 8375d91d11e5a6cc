import { describe, expect, it } from 'vitest';
import type { GroupId, UserId } from '../../../src/domain/ids.ts';
import type { Holders, Policy, Right } from '../../../src/domain/policy.ts';
import { groupsHoldMs, mayDo, type PeopleSources, type Permission, peopleFrom } from '../../../src/domain/rights.ts';
import { after, epochMs } from '../../../src/lib/time.ts';

const [ana, ben, cleo, dan] = ['U01', 'U02', 'U03', 'U04'] as [UserId, UserId, UserId, UserId];
const [team, lost, guests] = ['S01', 'S99', 'S02'] as [GroupId, GroupId, GroupId];
const now = epochMs(1_795_000_000_000);

const sources = (change: Partial<PeopleSources> = {}): PeopleSources => ({
  groups: new Map([
    [team, { members: [ben], fetchedAt: now }],
    [guests, { members: [cleo], fetchedAt: now }],
  ]),
  people: new Map([
    [ana, { fullMember: true }],
    [cleo, { fullMember: false }],
  ]),
  configured: new Map(),
  now,
  ...change,
});

const policy = (holders: Holders): Pick<Policy, 'rights'> => ({
  rights: { read: holders, request: holders, approve: holders, operate: holders, destroy: holders, emergency: holders },
});

const rights: readonly Right[] = ['read', 'request', 'approve', 'operate', 'destroy', 'emergency'];
const cases: readonly [string, Holders, UserId, Permission][] = [
  ['a person who is named', [ana], ana, 'yes'],
  ['a person who is not named', [ana], ben, 'no'],
  ['a member of a group that is named', [team], ben, 'yes'],
  ['somebody outside the group', [team], ana, 'no'],
  ['anybody, where the list is empty', [], ana, 'no'],
  ['anybody, where nobody can resolve the group', [lost], ana, 'no'],
  ['a guest who is named', [cleo], cleo, 'guest'],
  ['a guest who is in a group that is named', [guests], cleo, 'guest'],
  ['somebody who is named and of whom Slack said nothing yet', [dan], dan, 'yes'],
  ['a full member, where all are let in', 'members', ana, 'yes'],
  ['a guest, where all full members are let in', 'members', cleo, 'guest'],
  ['somebody unknown, where all full members are let in', 'members', dan, 'unknown-person'],
];

describe.each(rights)('mayDo %s', (right) => {
  it.each(cases)('answers for %s', (_, holders, person, expected) => {
    expect(mayDo(right, person, policy(holders), peopleFrom(sources()))).toBe(expected);
  });

  it('looks at the right that is asked for and at no other', () => {
    const others = { ...policy([ana, team]).rights, [right]: [] };
    expect(mayDo(right, ana, { rights: others }, peopleFrom(sources()))).toBe('no');
  });
});

describe('peopleFrom', () => {
  const configured = new Map([[team, [ana, dan]]]);
  const later = (ms: number) => after(now, ms);

  it('takes the word of Slack while it is fresh', () => {
    expect(peopleFrom(sources({ configured, now: later(groupsHoldMs) })).membersOf(team)).toEqual([ben]);
  });

  it('takes the configured list once the word of Slack is too old', () => {
    expect(peopleFrom(sources({ configured, now: later(groupsHoldMs + 1) })).membersOf(team)).toEqual([ana, dan]);
  });

  it('keeps the last word of Slack where nothing is configured', () => {
    expect(peopleFrom(sources({ now: later(groupsHoldMs * 100) })).membersOf(team)).toEqual([ben]);
  });

  it('takes the configured list where Slack never said', () => {
    expect(peopleFrom(sources({ groups: new Map(), configured })).membersOf(team)).toEqual([ana, dan]);
  });

  it('takes a group that Slack calls empty as empty', () => {
    const groups = new Map([[team, { members: [], fetchedAt: now }]]);
    expect(peopleFrom(sources({ groups, configured })).membersOf(team)).toEqual([]);
  });

  it('says so when nobody can tell', () => {
    const people = peopleFrom(sources());
    expect(people.membersOf(lost)).toBeNull();
    expect(people.isFullMember(dan)).toBeNull();
    expect(people.isFullMember(cleo)).toBe(false);
  });
});
