import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { approvalPolicyOf, approvalsLack, approversOf, countedApprovals } from '../../../src/domain/approvals.ts';
import type { UserId } from '../../../src/domain/ids.ts';
import type { Approval } from '../../../src/domain/run.ts';
import {
  ana,
  approvedBy,
  ben,
  cleo,
  dan,
  eve,
  noon,
  otherReceipt,
  owners,
  policy,
  receipt,
  situation,
  team,
  under,
  waiting,
  waitingRun,
} from './samples.ts';

const counted = (run: Parameters<typeof countedApprovals>[0], at = situation()): readonly UserId[] =>
  countedApprovals(run, at).map(({ by }) => by);

describe('approvals', () => {
  it('do not count, and are not asked for, of somebody who left the workspace, whoever names them', () => {
    const { people } = situation();
    const at = situation({ people: { ...people, isFullMember: (person) => person !== ben && person !== eve } });
    expect(counted(waitingRun({ approvals: approvedBy(ben, cleo, eve) }), at)).toEqual([cleo]);
    expect(approversOf(waitingRun(), at)).toEqual([cleo, dan]);
    const standBy = { ...waiting, reminder: 'backup-approvers' as const };
    expect(approversOf(waitingRun({ state: standBy }), at)).toEqual([cleo, dan]);
  });

  it('are needed for what changes the database, and not for a backup', () => {
    expect(approvalPolicyOf(waitingRun(), situation())).toEqual(policy().approvals);
    const backup = waitingRun({ purpose: { kind: 'backup', label: 'x', forRun: null } });
    expect(approvalPolicyOf(backup, situation())).toBeNull();
    expect(approvalsLack(backup, situation())).toBe(false);
  });

  it('count a person who is in two groups once', () => {
    const rights = { ...policy().rights, approve: [team, owners, cleo] };
    const run = waitingRun({ approvals: [...approvedBy(cleo), ...approvedBy(cleo)] });
    expect(counted(run, under({ rights }))).toEqual([cleo]);
    expect(approversOf(run, under({ rights }))).toEqual([ben, cleo, dan]);
  });

  it('never count the requester, not even as a backup approver', () => {
    const rights = { ...policy().rights, approve: [ana, ben] };
    const run = waitingRun({ approvals: approvedBy(ana) });
    const approvals = { required: 1, expireAfterMs: 1, remindAfterMs: 1, backup: [ana] };
    expect(counted(run, under({ rights, approvals }))).toEqual([]);
  });

  it('do not count of somebody who was removed since', () => {
    const run = waitingRun({ approvals: approvedBy(ben, cleo) });
    expect(counted(run, under({ rights: { ...policy().rights, approve: [cleo] } }))).toEqual([cleo]);
  });

  it('do not count of a group that nobody can resolve', () => {
    const people = { ...situation().people, membersOf: () => null };
    expect(counted(waitingRun({ approvals: approvedBy(ben, cleo) }), situation({ people }))).toEqual([ben]);
  });

  it('do not count for another receipt', () => {
    const approvals: Approval[] = [{ by: ben, at: noon, receipt: otherReceipt }, ...approvedBy(cleo)];
    expect(counted(waitingRun({ approvals }))).toEqual([cleo]);
    expect(counted(waitingRun({ approvals, plan: null }))).toEqual([]);
  });

  it('count of every full member where all members may approve', () => {
    const rights = { ...policy().rights, approve: 'members' as const };
    expect(counted(waitingRun({ approvals: approvedBy(ben, eve) }), under({ rights }))).toEqual([ben, eve]);
  });

  it('are asked of backup approvers only once the reminder brought nothing, and stay valid in the run', () => {
    expect(approversOf(waitingRun(), situation())).not.toContain(eve);
    const escalated = waitingRun({ state: { ...waiting, reminder: 'backup-approvers' } });
    expect(approversOf(escalated, situation())).toEqual([ben, cleo, dan, eve]);
    const queued = waitingRun({ approvals: approvedBy(eve), state: { kind: 'queued', since: noon, resume: null } });
    expect(counted(queued)).toEqual([eve]);
  });
});

const someone = fc.constantFrom(ana, ben, cleo, dan, eve);
const anApproval = fc.record({ by: someone, at: fc.constant(noon), receipt: fc.constantFrom(receipt, otherReceipt) });
const principals = fc.uniqueArray(fc.constantFrom(ana, ben, cleo, dan, eve, team, owners));

describe('approvals, of any run and rule', () => {
  it('are of distinct people other than the requester, for this receipt, in any order the same', () => {
    const check = fc.property(
      fc
        .array(anApproval, { maxLength: 8 })
        .chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }))),
      principals,
      principals,
      ([given, shuffled], approve, backup) => {
        const at = under({
          rights: { ...policy().rights, approve },
          approvals: { required: 2, expireAfterMs: 1, remindAfterMs: null, backup },
        });
        const people = counted(waitingRun({ approvals: given }), at);
        expect(people).not.toContain(ana);
        expect(new Set(people).size).toBe(people.length);
        expect(people.every((by) => given.some((one) => one.by === by && one.receipt === receipt))).toBe(true);
        expect(new Set(counted(waitingRun({ approvals: shuffled }), at))).toEqual(new Set(people));
        expect(approversOf(waitingRun(), at)).not.toContain(ana);
      },
    );
    fc.assert(check, { numRuns: 300 });
  });
});
