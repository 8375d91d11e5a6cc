import type { App, BlockAction, SlackActionMiddlewareArgs } from '@slack/bolt';
import type { ChannelId, UserId } from '../domain/ids.ts';
import { limited } from '../lib/limited.ts';
import { storableText } from '../lib/storable.ts';
import type { ActionId } from '../render/action-ids.ts';
import type { AppDeps } from '../usecases/app-deps.ts';
import { acknowledge } from './acknowledge.ts';
import type { Pressed } from './actions/action.ts';
import { actions } from './actions/menu.ts';
import { answerByUrl } from './answer-by-url.ts';
import { type Exchange, refuse } from './exchange.ts';
import { openModal } from './open-modal.ts';
import { belongsHere } from './own-workspace.ts';
import { sayTrouble } from './say-trouble.ts';

/** Answers that are on their way at once: a press that is not acknowledged yet must not wait for the words to others. */
const answersAtOnce = 8;
/** Dialogs that are being looked up at once: each takes up to three of the ten connections that decisions need too. */
const dialogsAtOnce = 3;

/** Every button, also those that no version of Godwit knows any more: each press gets an answer. */
export function listenToPresses(app: App, deps: AppDeps): void {
  const turns = { answer: limited(answersAtOnce), look: limited(dialogsAtOnce) };
  app.action({ type: 'block_actions' }, async (args) => {
    const pressed = pressedOf(args, deps, turns);
    const handler = actions[args.action.action_id as ActionId];
    try {
      const { user, team } = args.body;
      if (!(await belongsHere(pressed, user.team_id ?? team?.id))) return;
      await (handler === undefined ? unknownPress(pressed, args) : handler(pressed));
    } catch (error) {
      await sayTrouble(pressed, error);
    }
  });
}

/** Inputs inside a modal, and buttons that only lead elsewhere, want nothing done. */
const unknownPress = (pressed: Pressed, { action, body }: SlackActionMiddlewareArgs<BlockAction>): Promise<void> =>
  body.view !== undefined || ('url' in action && action.url !== undefined)
    ? pressed.ack()
    : refuse(pressed, { code: 'press-unknown' });

function pressedOf(
  { body, action, ack }: SlackActionMiddlewareArgs<BlockAction>,
  deps: AppDeps,
  turns: Readonly<Record<'answer' | 'look', ReturnType<typeof limited>>>,
): Pressed {
  const value = storableText('value' in action ? (action.value ?? '') : '');
  let acknowledged = false;
  const acknowledgeOnce = async () => {
    if (acknowledged) return;
    acknowledged = true;
    await acknowledge(deps, async () => ack());
  };
  const exchange: Exchange = {
    deps,
    by: body.user.id as UserId,
    channel: (body.channel?.id ?? '') as ChannelId,
    what: `button ${Object.hasOwn(actions, action.action_id) ? action.action_id : 'unknown'}`,
    about: value,
    trigger: body.trigger_id,
    responseUrl: body.response_url ?? '',
    ack: acknowledgeOnce,
    tell: async (message) => {
      await acknowledgeOnce();
      const { response_url: url } = body;
      if (url) await turns.answer(() => answerByUrl(deps, url, message));
    },
    tellAll: acknowledgeOnce,
    open: (view) => openModal(exchange, view),
  };
  return { ...exchange, value, viewId: body.view?.id ?? null, inTurn: turns.look };
}
