import type { App } from '@slack/bolt';
import type { GroupId } from '../domain/ids.ts';
import { botEvents } from '../ports/slack-surface.ts';
import type { AppDeps } from '../usecases/app-deps.ts';
import { groupsOf, learnGroups } from '../usecases/learn-people.ts';

/** Slack says that a user group changed: who may approve may be others now. */
export function listenToGroups(app: App, deps: AppDeps): void {
  const ours = new Set(groupsOf(deps.configuration.environments));
  for (const name of botEvents) {
    app.event(name, async ({ event }) => {
      const id = ('subteam' in event ? event.subteam.id : event.subteam_id) as GroupId;
      if (ours.has(id)) await learnGroups(deps, [id]);
    });
  }
}
