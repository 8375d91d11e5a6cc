import type { RunId } from '../../domain/ids.ts';
import type { RunView } from '../../render/run-view.ts';
import { viewRun } from '../../usecases/view-run.ts';
import type { AppDeps } from '../app-deps.ts';
import { messageLink } from './message-link.ts';

/** A run as messages about it need it; null where there is none. */
export async function runView(deps: AppDeps, run: RunId): Promise<RunView | null> {
  const viewed = await viewRun(deps, run);
  if (viewed === null) return null;
  const { card, ...rest } = viewed;
  return { ...rest, link: messageLink(deps, card) };
}
