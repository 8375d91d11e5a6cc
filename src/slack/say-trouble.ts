import { type Exchange, refuse } from './exchange.ts';

/** The edge: whatever broke is logged whole, and the person is told that nothing was done, not what broke. */
export async function sayTrouble(exchange: Exchange, error: unknown): Promise<void> {
  exchange.deps.log.error({ error, by: exchange.by }, 'answering a command or a press broke');
  await refuse(exchange, { code: 'temporary', what: 'Godwit could not write this down' });
}
