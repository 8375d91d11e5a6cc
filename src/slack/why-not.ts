import type { Refusal } from '../domain/refusal.ts';
import { assertNever } from '../lib/assert-never.ts';
import type { Changed } from '../ports/store.ts';
import type { AppDeps } from '../usecases/app-deps.ts';
import { linkTo } from '../usecases/view-run.ts';

/** Null where it was committed, now or by an earlier delivery; else what the person is told. Answers also the late and the lost. */
export async function whyNot(deps: AppDeps, changed: Changed): Promise<Refusal | null> {
  switch (changed.kind) {
    case 'changed':
    case 'repeated':
      return null;
    case 'left':
      return { code: 'nothing-to-do', why: 'this was done already' };
    case 'missing':
      return { code: 'press-unknown' };
    case 'refused':
      return withLink(deps, changed.refusal);
    default:
      return assertNever(changed);
  }
}

/** The first request stands somewhere: a refusal because of it leads there. */
async function withLink(deps: AppDeps, why: Refusal): Promise<Refusal> {
  if (why.code !== 'environment-busy') return why;
  const run = await deps.store.run(why.run);
  return run === null ? why : { ...why, link: await linkTo(deps, run) };
}
