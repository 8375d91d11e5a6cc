import type { Principal } from '../../domain/policy.ts';
import { formatDuration } from '../../lib/duration.ts';
import { approvalsOf } from '../policy.ts';
import { found, none, type Rule } from './rule.ts';

/** As many approvals as are required must be possible; a group may bring any number of people. */
export const enoughApprovers: Rule = {
  needs: ['protected', 'rights', 'approvals'],
  find: (values) => {
    const approvals = approvalsOf(values);
    if (approvals === null) return none;
    const asked = [...(values.rights?.approve ?? []), ...(approvals.remindAfter === undefined ? [] : approvals.backup)];
    const people = new Set(asked).size;
    if (asked.some(isGroup) || people >= approvals.required) return none;
    const named = people === 0 ? 'nobody is' : people === 1 ? 'only 1 person is' : `only ${people} people are`;
    return found(['approvals', 'required'], `requires ${count(approvals.required, 'approval')}, but ${named} named`);
  },
};

/** A reminder must come while the request still stands. */
export const reminderBeforeEnd: Rule = {
  needs: ['approvals'],
  find: ({ approvals }) =>
    approvals?.remindAfter !== undefined && approvals.remindAfter >= approvals.expireAfter
      ? found(
          ['approvals', 'remindAfter'],
          `comes too late: the request expires after ${formatDuration(approvals.expireAfter)}`,
        )
      : none,
};

/** Backup approvers are asked when a reminder brought nothing, so there must be a reminder. */
export const backupApproversAreAsked: Rule = {
  needs: ['approvals'],
  find: ({ approvals }) =>
    approvals !== undefined && approvals.backup.length > 0 && approvals.remindAfter === undefined
      ? found(['approvals', 'backup'], 'is never asked: remindAfter is absent')
      : none,
};

/** Somebody who may ask, and whose request could never be approved, since nobody approves an own one. */
export const everyRequestCanPass: Rule = {
  needs: ['protected', 'rights', 'approvals'],
  find: (values) => {
    const approvals = approvalsOf(values);
    const { approve = [], request = [] } = values.rights ?? {};
    const asked = new Set([...approve, ...(approvals?.backup ?? [])]);
    if (approvals === null || [...asked].some(isGroup) || asked.size !== approvals.required) return none;
    return request
      .filter((person) => asked.has(person))
      .flatMap((person) =>
        found(
          ['approvals', 'required'],
          `${person} may ask but then lacks an approver: nobody approves an own request`,
        ),
      );
  },
};

const isGroup = (principal: Principal): boolean => principal.startsWith('S');
const count = (amount: number, noun: string): string => `${amount} ${noun}${amount === 1 ? '' : 's'}`;
