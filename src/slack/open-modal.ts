import type { ModalView } from '@slack/types';
import { type Exchange, refuse } from './exchange.ts';

const tooLate: ReadonlySet<string> = new Set([
  'expired_trigger_id',
  'exchanged_trigger_id',
  'trigger_expired',
  'trigger_exchanged',
]);

/** Opens a modal; null after the person was told why none came. */
export async function openModal(exchange: Exchange, view: ModalView): Promise<string | null> {
  const opened = await exchange.deps.slack.openView(exchange.trigger, view);
  if (opened.kind === 'ok') return opened.value.viewId;
  const late = opened.kind === 'permanent' && tooLate.has(opened.error);
  if (!late) exchange.deps.log.error({ error: opened.error }, 'Slack did not open a modal');
  await refuse(
    exchange,
    late ? { code: 'press-expired' } : { code: 'temporary', what: 'Slack did not open the dialog' },
  );
  return null;
}
