import { randomUUID } from 'node:crypto';
import type { Payload } from '../payloads.ts';
import type { World } from '../world.ts';
import type { Ack, Delivery, Envelope, Retry } from './envelope.ts';
import { deliverOverHttp } from './over-http.ts';
import { SocketHub } from './socket-hub.ts';

/** Brings payloads to the app, by socket where one is open, else to its URL, and keeps the book. */
export interface Courier {
  readonly sockets: SocketHub;
  readonly deliveries: readonly Delivery[];
  /** From now on signed requests go here; to several in turn, as through a load balancer. */
  readonly deliverTo: (urls: readonly string[]) => void;
  readonly deliver: (kind: Envelope['kind'], payload: Payload) => Promise<Ack>;
  /** Delivers the latest payload once more: same envelope, same trigger, with retry marks. */
  readonly redeliverLast: () => Promise<Ack>;
}

export const createCourier = (world: World): Courier => {
  const deliveries: Delivery[] = [];
  let urls: readonly string[] = [];
  let turn = 0;

  const change = (at: number, next: (delivery: Delivery) => Delivery) => {
    const delivery = deliveries[at];
    if (delivery !== undefined) deliveries[at] = next(delivery);
    world.feed.changed();
  };
  const countAck = (envelopeId: string) =>
    change(
      deliveries.findLastIndex((delivery) => delivery.envelope.id === envelopeId),
      (delivery) => ({ ...delivery, acks: delivery.acks + 1 }),
    );
  const sockets = new SocketHub({ appId: world.app.appId, onAck: countAck, onChange: world.feed.changed });

  const carry = async (envelope: Envelope, retry: Retry | null): Promise<Ack> => {
    const { ackWithinMs } = world.rules;
    if (sockets.size > 0) return sockets.deliver(envelope, retry, ackWithinMs);
    const url = urls[turn++ % urls.length];
    if (url === undefined) return { kind: 'failed', why: 'the app has neither a socket nor a URL' };
    const target = { url, ackWithinMs, signingSecret: world.app.signingSecret, now: world.now };
    const ack = await deliverOverHttp(target, envelope, retry);
    if (ack.kind === 'acknowledged') countAck(envelope.id);
    return ack;
  };
  const send = async (envelope: Envelope, retry: Retry | null): Promise<Ack> => {
    const at = deliveries.push({ envelope, attempt: retry?.attempt ?? 0, ack: null, acks: 0 }) - 1;
    const ack = await carry(envelope, retry);
    change(at, (delivery) => ({ ...delivery, ack }));
    return ack;
  };

  return {
    sockets,
    deliveries,
    deliverTo: (to) => {
      urls = to;
    },
    deliver: (kind, payload) => send({ id: randomUUID(), kind, payload }, null),
    redeliverLast: () => {
      const last = deliveries.at(-1);
      if (last === undefined) throw new Error('delivering again: nothing was delivered yet');
      return send(last.envelope, { attempt: last.attempt + 1, reason: 'http_timeout' });
    },
  };
};
