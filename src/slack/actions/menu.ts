import {
  type ActionId,
  blockerActions,
  environmentActions,
  inquiryActions,
  migrationActions,
  runActions,
  sessionActions,
} from '../../render/action-ids.ts';
import type { Handler } from './action.ts';
import { announce } from './announce.ts';
import { approve } from './approve.ts';
import { askAgain } from './ask-again.ts';
import { backUpNow } from './back-up-now.ts';
import { breakLock } from './break-lock.ts';
import { cancel } from './cancel.ts';
import { checkGates } from './check-gates.ts';
import { deploySource } from './deploy-source.ts';
import { dropIndex } from './drop-index.ts';
import { cancelStatement, endSession } from './end-session.ts';
import { lookAgain } from './look-again.ts';
import { lookAnew } from './look-anew.ts';
import { lookAtSource } from './look-at-source.ts';
import { markApplied } from './mark-applied.ts';
import { markRolledBack } from './mark-rolled-back.ts';
import { pickWindow } from './pick-window.ts';
import { readPlan } from './read-plan.ts';
import { redeploy } from './redeploy.ts';
import { reject } from './reject.ts';
import { restore } from './restore.ts';
import { review } from './review.ts';
import { reviewEmergency } from './review-emergency.ts';
import { rollBackWithMigration } from './roll-back-with-migration.ts';
import { showLocks } from './show-locks.ts';
import { showLog } from './show-log.ts';
import { startService } from './start-service.ts';
import { cancelBlocker, endBlocker } from './stop-blocker.ts';
import { turnReviewPage } from './turn-review-page.ts';
import { windowNotNeeded } from './window-not-needed.ts';
import { writeMigration } from './write-migration.ts';

/** Every button that can be pressed. */
export const actions: Readonly<Record<ActionId, Handler>> = {
  [runActions.approve]: approve,
  [runActions.reject]: reject,
  [runActions.cancel]: cancel,
  [runActions.review]: review,
  [runActions.reviewBack]: turnReviewPage,
  [runActions.reviewNext]: turnReviewPage,
  [runActions.backUpNow]: backUpNow,
  [runActions.deploySource]: deploySource,
  [runActions.lookAtSource]: lookAtSource,
  [runActions.pickWindow]: pickWindow,
  [runActions.windowNotNeeded]: windowNotNeeded,
  [runActions.announce]: announce,
  [runActions.lookAgain]: lookAgain,
  [runActions.checkGates]: checkGates,
  [runActions.showLog]: showLog,
  [runActions.askAgain]: askAgain,
  [runActions.startService]: startService,
  [runActions.reviewEmergency]: reviewEmergency,
  [environmentActions.restore]: restore,
  [environmentActions.redeploy]: redeploy,
  [environmentActions.deploy]: redeploy,
  [environmentActions.showLocks]: showLocks,
  [environmentActions.breakLock]: breakLock,
  [inquiryActions.readPlan]: readPlan,
  [inquiryActions.writeMigration]: writeMigration,
  [inquiryActions.rollBackWithMigration]: rollBackWithMigration,
  [sessionActions.cancel]: cancelStatement,
  [sessionActions.end]: endSession,
  [blockerActions.cancel]: cancelBlocker,
  [blockerActions.end]: endBlocker,
  [inquiryActions.dropIndex]: dropIndex,
  [inquiryActions.lookAnew]: lookAnew,
  [migrationActions.markRolledBack]: markRolledBack,
  [migrationActions.markApplied]: markApplied,
};
