import { randomBytes } from 'node:crypto';
import { inject } from 'vitest';
import { createDatabase } from '../../playground/servers/postgres.ts';

/** Creates an empty database for one test file on the run's cluster and answers with its URL. */
export async function freshDatabase(label = 'test'): Promise<string> {
  return createDatabase(inject('realParts').postgres, `${label}_${randomBytes(4).toString('hex')}`);
}

/** A prefix for BullMQ's keys that no other test file uses, as all of them share one Redis. */
export function freshRedisPrefix(label = 'test'): string {
  return `{${label}-${randomBytes(4).toString('hex')}}`;
}
