import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { z } from 'zod';
import { type Ack, type Envelope, parseAckBody, type Retry } from './envelope.ts';

/** Why Slack closes a connection. */
export type DisconnectReason = 'warning' | 'refresh_requested' | 'link_disabled' | 'too_many_websockets';

/** Slack allows an app ten connections. */
const connectionsMax = 10;

const ackFrame = z.object({ envelope_id: z.string(), payload: z.unknown().optional() });

interface Pending {
  readonly envelopeId: string;
  readonly settle: (ack: Ack) => void;
  readonly startedAt: number;
}

/** The open Socket Mode connections of the app. */
export class SocketHub {
  readonly #server = new WebSocketServer({ noServer: true });
  readonly #open = new Set<WebSocket>();
  /** Deliveries that wait, also several of one envelope: one that is brought again does not take the other's answer. */
  readonly #pending = new Set<Pending>();
  readonly #appId: string;
  readonly #onAck: (envelopeId: string) => void;
  readonly #onChange: () => void;
  #turn = 0;

  constructor(given: { appId: string; onAck: (envelopeId: string) => void; onChange: () => void }) {
    this.#appId = given.appId;
    this.#onAck = given.onAck;
    this.#onChange = given.onChange;
  }

  /** How many connections are open. */
  get size(): number {
    return this.#open.size;
  }

  /** Takes over an HTTP upgrade. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    this.#server.handleUpgrade(request, socket, head, (connection) => this.#greet(connection));
  }

  #greet(connection: WebSocket): void {
    connection.on('message', (data) => this.#receive(String(data)));
    connection.on('close', () => {
      this.#open.delete(connection);
      this.#onChange();
    });
    connection.on('error', () => connection.terminate());
    if (this.#open.size < connectionsMax) this.#welcome(connection);
    else this.#dismiss(connection, 'too_many_websockets');
  }

  #welcome(connection: WebSocket): void {
    this.#open.add(connection);
    connection.send(
      JSON.stringify({
        type: 'hello',
        num_connections: this.#open.size,
        connection_info: { app_id: this.#appId },
        debug_info: { host: 'stand-in', approximate_connection_time: 18_060 },
      }),
    );
    this.#onChange();
  }

  #receive(text: string): void {
    const frame = ackFrame.safeParse(parseAckBody(text));
    if (!frame.success) return;
    const { envelope_id: answered, payload: body = null } = frame.data;
    this.#onAck(answered);
    for (const { envelopeId, startedAt, settle } of this.#pending) {
      if (envelopeId === answered) settle({ kind: 'acknowledged', tookMs: performance.now() - startedAt, body });
    }
  }

  /** Sends an envelope to one of the connections, in turn, and waits for its acknowledgement. */
  deliver(envelope: Envelope, retry: Retry | null, ackWithinMs: number): Promise<Ack> {
    const connections = [...this.#open];
    const connection = connections[this.#turn++ % connections.length];
    if (connection === undefined) return Promise.resolve({ kind: 'failed', why: 'no socket is open' });
    return new Promise((resolve) => {
      const timer = setTimeout(() => settle({ kind: 'timed-out' }), ackWithinMs);
      const settle = (ack: Ack) => {
        clearTimeout(timer);
        this.#pending.delete(pending);
        resolve(ack);
      };
      const pending = { envelopeId: envelope.id, settle, startedAt: performance.now() };
      this.#pending.add(pending);
      connection.send(JSON.stringify(frameOf(envelope, retry)));
    });
  }

  /** Breaks every connection without a word. */
  drop(): void {
    for (const connection of this.#open) connection.terminate();
  }

  /** Asks the app to reconnect; on `warning` the connections stay for the moment. */
  disconnect(reason: DisconnectReason): void {
    for (const connection of this.#open) this.#dismiss(connection, reason);
  }

  #dismiss(connection: WebSocket, reason: DisconnectReason): void {
    connection.send(JSON.stringify({ type: 'disconnect', reason, debug_info: { host: 'stand-in' } }));
    if (reason !== 'warning') connection.close();
  }

  /** Ends every connection and every wait. */
  close(): void {
    for (const { settle } of this.#pending) settle({ kind: 'failed', why: 'the stand-in was closed' });
    this.drop();
    this.#server.close();
  }
}

const frameOf = (envelope: Envelope, retry: Retry | null) => ({
  envelope_id: envelope.id,
  type: envelope.kind,
  accepts_response_payload: envelope.kind !== 'events_api',
  payload: envelope.payload,
  ...(envelope.kind === 'events_api' && {
    retry_attempt: retry?.attempt ?? 0,
    retry_reason: retry?.reason ?? '',
  }),
});
