import { readFileSync } from 'node:fs';
import type { SecretReference } from '../domain/environment.ts';
import { Secret } from '../lib/secret.ts';
import type { Variables } from './environment-variables.ts';

/** A secret that the configuration refers to is not where it says. */
export class SecretMissing extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'SecretMissing';
  }
}

/**
 * Fetches secrets when they are needed, so that a file may be replaced while Godwit runs.
 * One newline at the end of a file is not part of the secret. Throws `SecretMissing`.
 */
export function secretReader(variables: Variables): (reference: SecretReference) => Secret {
  return (reference) =>
    new Secret(reference.from === 'env' ? fromVariable(variables, reference.name) : fromFile(reference.path));
}

function fromVariable(variables: Variables, name: string): string {
  const value = variables[name];
  if (value === undefined || value === '') throw new SecretMissing(`reading a secret: the variable ${name} is not set`);
  return value;
}

function fromFile(path: string): string {
  const value = contentOf(path).replace(/\r?\n$/, '');
  if (value === '') throw new SecretMissing(`reading a secret: the file ${path} is empty`);
  return value;
}

function contentOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unreadable';
    throw new SecretMissing(`reading a secret from ${path}: ${code}`, { cause });
  }
}
