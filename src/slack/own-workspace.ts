import type { AppDeps } from '../usecases/app-deps.ts';
import { type Exchange, refuse } from './exchange.ts';

/**
 * Whether somebody belongs to the workspace that Godwit is installed in. In a shared channel people of others can type
 * and press too. As long as Slack has not said which workspace that is, nobody is known to belong to it.
 */
export async function belongsHere(exchange: Exchange, workspace: string | null | undefined): Promise<boolean> {
  const own = exchange.deps.workspace();
  if (own !== null && workspace === own) return true;
  await refuse(exchange, own === null ? { code: 'person-unknown' } : { code: 'other-workspace' });
  return false;
}

/** The same for a modal, which has no exchange. */
export const isFromHere = ({ workspace }: Pick<AppDeps, 'workspace'>, from: string | null | undefined): boolean =>
  from != null && workspace() === from;
