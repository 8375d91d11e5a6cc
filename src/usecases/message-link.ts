import type { MessageAddress } from '../ports/slack.ts';
import type { AppDeps } from './app-deps.ts';

/** A link to a message, as `chat.getPermalink` makes it, without asking Slack. */
export function messageLink({ workspaceUrl }: Pick<AppDeps, 'workspaceUrl'>, at: MessageAddress | null): string | null {
  const base = workspaceUrl();
  if (base === null || at === null) return null;
  return `${base.replace(/\/$/, '')}/archives/${at.channel}/p${at.ts.replace('.', '')}`;
}
