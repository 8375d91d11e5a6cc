import { rightRefusal } from '../../domain/decide/right-refusal.ts';
import type { InquiryId } from '../../domain/ids.ts';
import { downModal } from '../../render/down-modal.ts';
import { refusalModal } from '../../render/refusal-modal.ts';
import { shownEnvironment, situationOf } from '../../usecases/situation.ts';
import { refuse } from '../exchange.ts';
import type { Handler } from './action.ts';

/** In the modal of backups: shows which migrations can be taken back instead. */
export const rollBackWithMigration: Handler = async (pressed) => {
  const { deps, by, viewId, value } = pressed;
  const finding = (await deps.store.inquiry(value as InquiryId))?.finding ?? null;
  if (viewId === null || finding?.kind !== 'backups' || 'code' in finding.report) {
    return refuse(pressed, { code: 'press-unknown' });
  }
  const { environment: id, report } = finding;
  const refusal = rightRefusal('request', by, situationOf(deps, id, await deps.store.surroundings(id)));
  await pressed.ack();
  const view = { environment: shownEnvironment(deps, id), inquiry: value as InquiryId, applied: report.newest ?? [] };
  await deps.slack.updateView(viewId, refusal === null ? downModal(view) : refusalModal(refusal));
};
