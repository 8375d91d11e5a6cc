import { randomBytes } from 'node:crypto';
import { inject } from 'vitest';
import { createDatabase, databaseUrl, execute, withAdvisoryLock } from '../../playground/servers/postgres.ts';

/** Creates a database for one test file on the run's cluster, empty or a copy, and answers with its URL. */
export async function freshDatabase(label = 'test', options: { readonly template?: string } = {}): Promise<string> {
  return createDatabase(inject('realParts').postgres, `${label}_${randomBytes(4).toString('hex')}`, options);
}

/**
 * The name of a database to copy in milliseconds. It is made by whichever test file comes first, from an empty one whose URL
 * `make` gets; the others wait for it at the advisory lock.
 */
export async function templateDatabase(name: string, make: (url: string) => Promise<unknown>): Promise<string> {
  const { postgres } = inject('realParts');
  const maintenance = databaseUrl(postgres, 'postgres');
  await withAdvisoryLock(maintenance, 4711, async () => {
    const known = await execute(maintenance, 'SELECT 1 FROM pg_database WHERE datname = $1', [name]);
    if (known.length > 0) return;
    await make(await createDatabase(postgres, `${name}_draft`));
    await execute(maintenance, `ALTER DATABASE ${name}_draft RENAME TO ${name}`);
  });
  return name;
}

/** A prefix for BullMQ's keys that no other test file uses, as all of them share one Redis. */
export function freshRedisPrefix(label = 'test'): string {
  return `{${label}-${randomBytes(4).toString('hex')}}`;
}
