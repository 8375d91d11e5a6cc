import type { Effect, Job } from '../../domain/effect.ts';
import { environmentRemoved } from '../../domain/gone-environment.ts';
import type { Inquiry } from '../../domain/inquiry.ts';
import type { ResolveReport } from '../../domain/resolve.ts';
import type { Trouble } from '../../domain/trouble.ts';
import { dropInvalidIndex as drop } from '../../steps/drop-invalid-index.ts';
import { recordFinding } from '../../usecases/ask.ts';
import { findEnvironment } from '../../usecases/situation.ts';
import { lookForResolve } from '../looks/look-for-resolve.ts';
import { orTrouble } from '../looks/or-trouble.ts';
import type { WorkerDeps } from '../worker-deps.ts';

type Order = Extract<Job, { name: 'drop-invalid-index' }>;

/** Drops an index that the answer names as invalid, looks once more, and says in the answer how it ended. */
export async function dropInvalidIndex(deps: WorkerDeps, { inquiry: id, index, by }: Order): Promise<void> {
  const inquiry = await deps.store.inquiry(id);
  const finding = inquiry?.finding ?? null;
  if (inquiry === null || finding?.kind !== 'resolve' || 'code' in finding.report) return;
  const { report: before, environment } = finding;
  const trouble = await dropped(deps, inquiry, before, index);
  const at = deps.clock.now();
  const seen = await orTrouble(lookForResolve(deps, environment, before.migration));
  const report = { ...('code' in seen ? before : seen), dropped: { index, by, at, trouble } };
  const record: Effect = {
    kind: 'record',
    entry: { at, actor: null, action: endAction(trouble), environment, run: null, detail: { index } },
  };
  await deps.store.perform(null, [record]);
  await recordFinding(deps, inquiry, { finding: { kind: 'resolve', environment, report }, complete: true });
}

const endAction = (trouble: Trouble | null): string =>
  trouble === null ? 'invalid-index.dropped' : 'invalid-index.kept';

/** Null once it is gone. The answer says which indexes may be dropped; nothing else is. */
async function dropped(
  deps: WorkerDeps,
  { question }: Inquiry,
  { invalid }: ResolveReport,
  index: string,
): Promise<Trouble | null> {
  const found = invalid.find(({ schema, name }) => `${schema}.${name}` === index);
  if (question.kind !== 'resolve' || found === undefined)
    throw new Error(`dropping ${index}: the answer does not name it`);
  const environment = findEnvironment(deps, question.environment);
  if (environment === null) return environmentRemoved(question.environment);
  const result = await orTrouble(
    deps.remote.host(environment.host).then((host) => drop({ environment, host, targets: deps.targets }, found)),
  );
  return result;
}
