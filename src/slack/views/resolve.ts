import type { InquiryId } from '../../domain/ids.ts';
import { type Resolution, refusalOf, resolutions } from '../../domain/resolve.ts';
import { inputIds } from '../../render/action-ids.ts';
import { needsReason } from '../../render/resolve-modal.ts';
import { requestRun } from '../../usecases/request-run.ts';
import { type Handler, refuse, type Submitted, settle } from './view.ts';

/** Somebody asks to record how a migration ended: a request with approvals, like a deploy. */
export const resolve: Handler = async (submitted) => {
  const { deps, by, trigger, input } = submitted;
  const asked = await askedFor(submitted);
  if (asked === null) return refuse(submitted, { code: 'press-unknown' });
  const { environment, report, as } = asked;
  const needed = needsReason(report, as);
  const reason = needed ? input(inputIds.why).value?.trim() || null : null;
  if (needed && reason === null) return submitted.object(inputIds.why, 'Please say why.');
  const { migration, found } = report;
  const purpose = { kind: 'resolve' as const, migration, as, found, reason };
  await settle(submitted, await requestRun(deps, { environment, purpose, by, delivery: trigger }));
};

/** What was found is read from the answer that filled the modal, never from the modal itself. */
async function askedFor({ deps, metadata }: Submitted) {
  const inquiry = await deps.store.inquiry((metadata.inquiry ?? '') as InquiryId);
  const finding = inquiry?.finding ?? null;
  const as = resolutions.find((one): one is Resolution => one === metadata.as);
  if (as === undefined || finding?.kind !== 'resolve' || 'code' in finding.report) return null;
  if (refusalOf(finding.report, as) !== null) return null;
  return { environment: finding.environment, report: finding.report, as };
}
