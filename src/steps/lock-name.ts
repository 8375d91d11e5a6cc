import { createHash } from 'node:crypto';
import type { Environment } from '../domain/environment.ts';

/** The name of the host's lock: one for each directory, whoever works on it. */
export const lockName = ({ directory }: Pick<Environment, 'directory'>): string =>
  createHash('sha256').update(directory).digest('hex').slice(0, 16);
