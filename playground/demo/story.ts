import type { Play } from './play.ts';
import type { Playbill } from './playbill.ts';
import { approveTwice } from './scenes/approve-twice.ts';
import { askForPlan } from './scenes/ask-for-plan.ts';
import { changeApprovedFile } from './scenes/change-approved-file.ts';
import { compareProduction } from './scenes/compare-production.ts';
import { deployToStaging } from './scenes/deploy-to-staging.ts';
import { lookAtBoth } from './scenes/look-at-both.ts';
import { readHistory } from './scenes/read-history.ts';
import { refuseSelfApproval } from './scenes/refuse-self-approval.ts';
import { requestProduction } from './scenes/request-production.ts';
import { restoreOlderBackup } from './scenes/restore-older-backup.ts';
import { settleChecklist } from './scenes/settle-checklist.ts';
import { takeSecondBackup } from './scenes/take-second-backup.ts';
import { watchItRun } from './scenes/watch-it-run.ts';

/** The main job from beginning to end. Throws `CheckFailed` at the first sentence that does not hold. */
export async function playStory(play: Play, { scene }: Playbill): Promise<void> {
  await scene('How do staging and production stand?', () => lookAtBoth(play));
  await scene('What would a deploy do?', () => askForPlan(play));
  await scene('Staging first', () => deployToStaging(play));
  const request = await scene('A request for production', () => requestProduction(play));
  await scene('Nobody approves their own request', () => refuseSelfApproval(play, request));
  await scene('The checklist: review, window, announcement', () => settleChecklist(play, request));
  await scene('Two approvals', () => approveTwice(play, request));
  await scene('The run, live', () => watchItRun(play, request));
  await scene('What changed on production, and what did not', () => compareProduction(play, request));
  await scene('A file changes after it was approved', () => changeApprovedFile(play));
  await scene('Two backups to choose from', () => takeSecondBackup(play));
  await scene('The older one is restored', () => restoreOlderBackup(play, request));
  await scene('What happened here?', () => readHistory(play));
}
