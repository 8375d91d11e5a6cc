import type { Principal } from '../domain/policy.ts';
import { formatDuration } from '../lib/duration.ts';
import { nearest } from '../lib/nearest.ts';
import type { EnvironmentSection, ReadableParts } from './environment-section.ts';
import { approvalsOf } from './policy.ts';
import { type Path, type Problem, problemAt } from './problem.ts';

/** One environment as far as it could be read, and the names beside it. */
export interface Candidate extends ReadableParts {
  readonly path: Path;
  readonly name: string;
  /** All environments of the project, and what each promotes from. */
  readonly project: ReadonlyMap<string, string | undefined>;
}

type Key = keyof EnvironmentSection;
type Found = readonly { readonly at: Path; readonly message: string }[];
interface Rule {
  /** The rule keeps silent where one of these could not be read. */
  readonly needs: readonly Key[];
  readonly find: (values: Partial<EnvironmentSection>, candidate: Candidate) => Found;
}

const found = (at: Path, message: string): Found => [{ at, message }];
const none: Found = [];

const oneHost: Rule = {
  needs: ['ssh', 'local'],
  find: ({ ssh, local }) => {
    if (ssh !== undefined && local === true)
      return found(['local'], 'stands beside ssh; an environment is in one place');
    return ssh === undefined && local === undefined
      ? found(['ssh'], 'is required, or "local: true" in its place')
      : none;
  },
};

const protectedHasPeople: Rule = {
  needs: ['protected', 'rights'],
  find: ({ protected: isProtected, rights }) =>
    (['request', 'approve'] as const)
      .filter((right) => isProtected === true && (rights?.[right] ?? []).length === 0)
      .flatMap((right) => found(['rights', right], 'a protected environment must name who holds this right')),
};

const protectedAllowsNothing: Rule = {
  needs: ['protected', 'allow'],
  find: ({ protected: isProtected, allow = [] }) =>
    isProtected === true && allow.length > 0
      ? found(
          ['allow'],
          `a protected environment allows none of dev, reset and push, but ${allow.join(', ')} stands here`,
        )
      : none,
};

const protectedKeepsBackup: Rule = {
  needs: ['protected', 'checklist'],
  find: ({ protected: isProtected, checklist }) =>
    isProtected === true && checklist !== undefined && !checklist.includes('backup')
      ? found(['checklist'], 'a protected environment must keep the row backup')
      : none,
};

const stagingHasSource: Rule = {
  needs: ['protected', 'checklist', 'promotesFrom'],
  find: ({ protected: isProtected, checklist, promotesFrom }) => {
    const wanted = checklist?.includes('staging') ?? isProtected === true;
    return wanted && promotesFrom === undefined
      ? found(['promotesFrom'], 'is required by the row staging; name an environment, or a checklist without that row')
      : none;
  },
};

const sourceExists: Rule = {
  needs: ['promotesFrom'],
  find: ({ promotesFrom }, { name, project }) => {
    if (promotesFrom === undefined) return none;
    if (promotesFrom === name) return found(['promotesFrom'], 'is the environment itself');
    if (project.has(promotesFrom)) return leadsBack(name, project);
    const meant = nearest(promotesFrom, [...project.keys()]);
    const hint = meant === null ? `known are ${[...project.keys()].join(', ')}` : `did you mean "${meant}"?`;
    return found(['promotesFrom'], `there is no environment "${promotesFrom}" in this project; ${hint}`);
  },
};

/** Whether promoting leads back to where it began. */
function leadsBack(name: string, project: Candidate['project']): Found {
  const chain = [name];
  for (let at = project.get(name); at !== undefined && !chain.slice(1).includes(at); at = project.get(at)) {
    chain.push(at);
    if (at === name) return found(['promotesFrom'], `leads back to itself: ${chain.join(' → ')}`);
  }
  return none;
}

const enoughApprovers: Rule = {
  needs: ['protected', 'rights', 'approvals'],
  find: (values) => {
    const approvals = approvalsOf(values);
    if (approvals === null) return none;
    const asked = [...(values.rights?.approve ?? []), ...(approvals.remindAfter === undefined ? [] : approvals.backup)];
    const people = new Set(asked).size;
    if (asked.some(isGroup) || people >= approvals.required) return none;
    const [needed, named] = [
      count(approvals.required, 'approval'),
      people === 1 ? '1 person is' : `${people} people are`,
    ];
    return found(['approvals', 'required'], `requires ${needed}, but only ${named} named`);
  },
};

const reminderBeforeEnd: Rule = {
  needs: ['approvals'],
  find: ({ approvals }) =>
    approvals?.remindAfter !== undefined && approvals.remindAfter >= approvals.expireAfter
      ? found(
          ['approvals', 'remindAfter'],
          `comes too late: the request expires after ${formatDuration(approvals.expireAfter)}`,
        )
      : none,
};

const problemRules: readonly Rule[] = [
  oneHost,
  protectedHasPeople,
  protectedAllowsNothing,
  protectedKeepsBackup,
  stagingHasSource,
  sourceExists,
  enoughApprovers,
  reminderBeforeEnd,
];

const somebodyMayRequest: Rule = {
  needs: ['protected', 'rights'],
  find: ({ protected: isProtected, rights }) =>
    isProtected !== true && (rights?.request ?? []).length === 0
      ? found(['rights', 'request'], 'names nobody, so nobody may deploy, back up or roll back here')
      : none,
};

const backupApproversAreAsked: Rule = {
  needs: ['approvals'],
  find: ({ approvals }) =>
    approvals !== undefined && approvals.backup.length > 0 && approvals.remindAfter === undefined
      ? found(['approvals', 'backup'], 'is never asked: remindAfter is absent')
      : none,
};

/** Somebody who may ask, and whose request could never be approved, since nobody approves an own one. */
const everyRequestCanPass: Rule = {
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

const warningRules: readonly Rule[] = [somebodyMayRequest, backupApproversAreAsked, everyRequestCanPass];

/** What forbids the configuration. */
export const problemsIn = (candidate: Candidate): readonly Problem[] => apply(problemRules, candidate);
/** What is allowed but hardly meant. */
export const warningsIn = (candidate: Candidate): readonly Problem[] => apply(warningRules, candidate);

function apply(rules: readonly Rule[], candidate: Candidate): readonly Problem[] {
  return rules
    .filter(({ needs }) => !needs.some((key) => candidate.broken.has(key)))
    .flatMap(({ find }) => find(candidate.values, candidate))
    .map(({ at, message }) => problemAt([...candidate.path, ...at], message));
}

const isGroup = (principal: Principal): boolean => principal.startsWith('S');
const count = (amount: number, noun: string): string => `${amount} ${noun}${amount === 1 ? '' : 's'}`;
