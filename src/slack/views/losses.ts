import type { InquiryId } from '../../domain/ids.ts';
import type { Finding, LossReport } from '../../domain/inquiry.ts';
import type { Purpose } from '../../domain/run.ts';
import { inputIds } from '../../render/action-ids.ts';
import { pushWays } from '../../render/loss-modal.ts';
import { requestRun } from '../../usecases/request-run.ts';
import { findEnvironment } from '../../usecases/situation.ts';
import { type Handler, refuse, type Submitted, settle } from './view.ts';

/** Somebody typed the environment's name below what would be lost: a run begins that destroys just that. */
export const losses: Handler = async (submitted) => {
  const { deps, by, trigger, input } = submitted;
  const found = await listed(submitted);
  const environment = found === null ? null : findEnvironment(deps, found.environment);
  const purpose = found === null ? null : purposeOf(found, submitted);
  if (environment === null || purpose === null) return refuse(submitted, { code: 'press-unknown' });
  if (input(inputIds.environmentName).value !== environment.name) {
    return submitted.object(inputIds.environmentName, `This is not the name. It is ${environment.name}.`);
  }
  await settle(submitted, await requestRun(deps, { environment: environment.id, purpose, by, delivery: trigger }));
};

type Listed = Extract<Finding, { kind: 'losses' }> & { readonly report: LossReport };

/** What was confirmed is looked up where the dialog was made from: nothing that comes from outside is taken at its word. */
async function listed({ deps, metadata }: Submitted): Promise<Listed | null> {
  const finding = (await deps.store.inquiry((metadata.inquiry ?? '') as InquiryId))?.finding ?? null;
  if (finding?.kind !== 'losses' || 'code' in finding.report) return null;
  return { ...finding, report: finding.report };
}

function purposeOf({ command, report: { push } }: Listed, { input }: Submitted): Purpose | null {
  if (command === 'reset') return { kind: 'reset' };
  if (push === null || push.kind === 'in-sync') return null;
  if (push.kind === 'impossible') return { kind: 'push', warnings: [], forceReset: true };
  const way = input(inputIds.pushWay).selected_option?.value ?? pushWays.keep;
  return way === pushWays.forceReset
    ? { kind: 'push', warnings: [], forceReset: true }
    : { kind: 'push', warnings: push.warnings, forceReset: false };
}
