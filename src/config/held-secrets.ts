import type { Configuration, HostAddress, SecretReference } from '../domain/environment.ts';
import type { Variables } from './environment-variables.ts';
import { type Problem, problemAt } from './problem.ts';

/** Secrets for hosts that stand in this process's environment; an app, which is to hold none, does not start with them. */
export function heldSecrets({ environments }: Configuration, variables: Variables): readonly Problem[] {
  const references = environments.flatMap(({ host, database }) => [
    ...passphrasesOf(host),
    ...(database.via === 'ssh' ? [database.url] : []),
  ]);
  const names = references.flatMap((reference) => (reference.from === 'env' ? [reference.name] : []));
  const held = [...new Set([...names, 'SSH_AUTH_SOCK'])].filter((name) => (variables[name] ?? '') !== '');
  return held.map((name) =>
    problemAt(
      [name],
      'is for the role worker: an app holds no key and no secret of a host; take it out of its environment',
    ),
  );
}

function passphrasesOf(host: HostAddress): readonly SecretReference[] {
  if (host.kind === 'local') return [];
  const own = host.login.by === 'key-file' && host.login.passphrase !== null ? [host.login.passphrase] : [];
  return [...own, ...(host.jump === null ? [] : passphrasesOf(host.jump))];
}
