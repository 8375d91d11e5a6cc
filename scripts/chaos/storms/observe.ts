import type { Call } from '../../../playground/slack-emulator/model.ts';
import type { SlackEmulator } from '../../../playground/slack-emulator/slack-emulator.ts';
import type { Delivered } from './judge.ts';

/** A command or press that was sent. */
export interface Sent {
  readonly by: string;
  readonly what: string;
  readonly trigger: string;
  readonly sentAtMs: number;
}

/** How Slack's side saw each of them; `answered` adds what stands as a message, at the moment of its last change. */
export function observe(
  slack: SlackEmulator,
  sent: readonly Sent[],
  answered: (one: Sent, responseUrl: string) => readonly number[],
): readonly Delivered[] {
  const deliveries = new Map(slack.deliveries.map((one) => [String(one.envelope.payload.trigger_id), one]));
  const modals = modalsByTrigger(slack.callsOf('views.open'));
  return sent.map((one) => {
    const delivery = deliveries.get(one.trigger);
    const responseUrl = String(delivery?.envelope.payload.response_url ?? '');
    const ack = delivery?.ack?.kind === 'acknowledged' ? delivery.ack : null;
    const at = [
      ...(ack !== null && saysSomething(ack.body) ? [one.sentAtMs + ack.tookMs] : []),
      ...slack.usesOf(responseUrl),
      ...(modals.get(one.trigger) ?? []),
      ...answered(one, responseUrl),
    ];
    return {
      by: one.by,
      what: one.what,
      ackedAfterMs: ack?.tookMs ?? null,
      acks: delivery?.acks ?? 0,
      answeredAfterMs: at.map((ms) => ms - one.sentAtMs),
    };
  });
}

/** What the acknowledgement itself carries, which Slack shows. */
const saysSomething = (body: unknown): boolean =>
  typeof body === 'string' ? body !== '' : body !== null && typeof body === 'object' && Object.keys(body).length > 0;

const isOk = ({ answer }: Call): boolean => answer.kind === 'answered' && answer.body.ok === true;

function modalsByTrigger(calls: readonly Call[]): ReadonlyMap<string, readonly number[]> {
  const opened = new Map<string, number[]>();
  for (const call of calls.filter(isOk)) {
    const trigger = String(call.args.trigger_id);
    opened.set(trigger, [...(opened.get(trigger) ?? []), call.atMs]);
  }
  return opened;
}
