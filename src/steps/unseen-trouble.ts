import { type Trouble, trouble } from '../domain/trouble.ts';
import { readReceiptCheck } from '../prisma-cli/read-receipt.ts';

/** Why the look right before Prisma saw nothing, from the task's log: Prisma was not started. */
export function unseenTrouble(log: string): Trouble {
  const check = readReceiptCheck(log);
  const facts = check?.kind === 'unseen' ? [{ label: 'Said', value: check.why }] : [];
  const ofDatabase = check?.kind === 'unseen' && check.of === 'database';
  return ofDatabase
    ? trouble('database-unreachable', 'The history could not be looked at once more, so Prisma was not started.', facts)
    : trouble('migrations-unreadable', 'The files could not be looked at once more, so Prisma was not started.', facts);
}
