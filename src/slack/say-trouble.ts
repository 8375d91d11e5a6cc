import { HeldByNewer } from '../ports/held-by-newer.ts';
import { type Exchange, refuse } from './exchange.ts';

/** The edge: whatever broke is logged whole, and the person is told that nothing was done, not what broke. */
export async function sayTrouble(exchange: Exchange, error: unknown): Promise<void> {
  if (error instanceof HeldByNewer) return refuse(exchange, { code: 'newer-version' });
  exchange.deps.log.error({ error, by: exchange.by }, 'answering a command or a press broke');
  await refuse(exchange, { code: 'temporary', what: 'Godwit could not write this down' });
}
