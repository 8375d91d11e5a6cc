import { accessSync, constants } from 'node:fs';
import type { Configuration, Environment, HostAddress, SecretReference } from '../domain/environment.ts';
import type { Secret } from '../lib/secret.ts';
import { type Path, type Problem, problemAt } from './problem.ts';
import { SecretMissing } from './read-secret.ts';

/** Secrets and key files that the configuration refers to and that are not there; for a worker, before it starts. */
export function missingSecrets(
  configuration: Configuration,
  readSecret: (reference: SecretReference) => Secret,
): readonly Problem[] {
  return configuration.environments.flatMap((environment) => {
    const path = ['projects', environment.project, 'environments', environment.name];
    return needsOf(environment).flatMap(({ at, reach }) => absence([...path, ...at], () => reach(readSecret)));
  });
}

/** Something that must be readable; `reach` throws where it is not. */
interface Need {
  readonly at: Path;
  readonly reach: (readSecret: (reference: SecretReference) => Secret) => unknown;
}

function needsOf({ host, database }: Environment): readonly Need[] {
  const url = database.via === 'ssh' ? database.url : null;
  return [...loginNeeds(host, ['ssh']), ...(url === null ? [] : [secretNeed(['database', 'url'], url)])];
}

function loginNeeds(host: HostAddress, at: Path): readonly Need[] {
  if (host.kind === 'local') return [];
  const jump = host.jump === null ? [] : loginNeeds(host.jump, [...at, 'jump']);
  if (host.login.by === 'agent') return jump;
  const { path, passphrase } = host.login;
  const key: Need = { at: [...at, 'privateKeyFile'], reach: () => accessSync(path, constants.R_OK) };
  return [key, ...(passphrase === null ? [] : [secretNeed([...at, 'passphrase'], passphrase)]), ...jump];
}

const secretNeed = (at: Path, reference: SecretReference): Need => ({
  at,
  reach: (readSecret) => readSecret(reference),
});

function absence(path: Path, reach: () => unknown): readonly Problem[] {
  try {
    reach();
    return [];
  } catch (error) {
    if (error instanceof SecretMissing) return [problemAt(path, error.message)];
    if (error instanceof Error && 'path' in error && 'code' in error) {
      return [problemAt(path, `reading ${String(error.path)}: ${String(error.code)}`)];
    }
    throw error;
  }
}
