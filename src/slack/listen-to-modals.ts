import type { App, SlackViewMiddlewareArgs, ViewSubmitAction } from '@slack/bolt';
import type { UserId } from '../domain/ids.ts';
import { storable, storableText } from '../lib/storable.ts';
import { HeldByNewer } from '../ports/held-by-newer.ts';
import type { ViewId } from '../render/action-ids.ts';
import type { AppDeps } from '../usecases/app-deps.ts';
import { isFromHere } from './own-workspace.ts';
import { views } from './views/menu.ts';
import { type InputValue, refuse, type Submitted } from './views/view.ts';

/** Every modal that can be submitted. What is wrong is answered within it. */
export function listenToModals(app: App, deps: AppDeps): void {
  app.view({ type: 'view_submission', callback_id: /.*/ }, async (args) => {
    const submitted = submittedOf(args as SlackViewMiddlewareArgs<ViewSubmitAction>, deps);
    const handler = views[args.view.callback_id as ViewId];
    try {
      const { user, team } = args.body;
      const fromHere = isFromHere(deps, user.team_id ?? team?.id);
      if (!fromHere) return await refuse(submitted, { code: 'other-workspace' });
      await (handler === undefined ? refuse(submitted, { code: 'press-unknown' }) : handler(submitted));
    } catch (error) {
      if (error instanceof HeldByNewer) return await refuse(submitted, { code: 'newer-version' });
      deps.log.error({ error, view: args.view.callback_id }, 'answering a modal broke');
      await refuse(submitted, { code: 'temporary', what: 'Godwit could not write this down' });
    }
  });
}

function submittedOf({ body, view, ack }: SlackViewMiddlewareArgs<ViewSubmitAction>, deps: AppDeps): Submitted {
  return {
    deps,
    by: body.user.id as UserId,
    trigger: 'trigger_id' in body ? String(body.trigger_id) : `${view.id}/${view.hash}`,
    what: `dialog ${Object.hasOwn(views, view.callback_id) ? view.callback_id : 'unknown'}`,
    metadata: metadataOf(view.private_metadata),
    input: (id) => storable((view.state.values[id]?.[id] ?? {}) as InputValue),
    close: async () => ack(),
    replace: async (next) => ack({ response_action: 'update', view: next }),
    object: async (input, why) => ack({ response_action: 'errors', errors: { [input]: why } }),
  };
}

/** What the modal carried. Slack keeps it as it was sent, but a text that is none of ours must not break anything. */
function metadataOf(text: string): Readonly<Record<string, string>> {
  try {
    const read: unknown = JSON.parse(text);
    if (typeof read !== 'object' || read === null) return {};
    return Object.fromEntries(Object.entries(read).map(([key, value]) => [key, storableText(String(value))]));
  } catch {
    return {};
  }
}
