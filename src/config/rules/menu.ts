import type { Problem } from '../problem.ts';
import { backupApproversAreAsked, enoughApprovers, everyRequestCanPass, reminderBeforeEnd } from './approvals.ts';
import { oneHost } from './host.ts';
import { sourceExists, stagingHasSource } from './promotion.ts';
import { protectedAllowsNothing, protectedHasPeople, protectedKeepsBackup } from './protection.ts';
import { somebodyMayRequest } from './requests.ts';
import { apply, type Candidate, type Rule } from './rule.ts';

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

const warningRules: readonly Rule[] = [somebodyMayRequest, backupApproversAreAsked, everyRequestCanPass];

/** What forbids the configuration. */
export const problemsIn = (candidate: Candidate): readonly Problem[] => apply(problemRules, candidate);
/** What is allowed but hardly meant. */
export const warningsIn = (candidate: Candidate): readonly Problem[] => apply(warningRules, candidate);
