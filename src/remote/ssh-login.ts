import { readFile, stat } from 'node:fs/promises';
import ssh2 from 'ssh2';
import type { SecretReference, SshAddress } from '../domain/environment.ts';
import { trouble } from '../domain/trouble.ts';
import type { Secret } from '../lib/secret.ts';
import { RemoteOutage } from '../ports/remote.ts';

/** What ssh2 needs to log in. */
export type Credentials = { readonly privateKey: string; readonly passphrase?: string } | { readonly agent: string };

export type ReadSecret = (reference: SecretReference) => Secret | Promise<Secret>;

/** @throws RemoteOutage `login-refused` when the key file is missing, readable by others, or does not open */
export async function credentialsOf(login: SshAddress['login'], readSecret: ReadSecret): Promise<Credentials> {
  if (login.by === 'agent') return { agent: login.socket };
  const privateKey = await readKeyFile(login.path);
  if (login.passphrase === null) return checked(login.path, { privateKey });
  const passphrase = await readSecret(login.passphrase);
  return checked(login.path, { privateKey, passphrase: passphrase.reveal() });
}

async function readKeyFile(path: string): Promise<string> {
  try {
    const { mode } = await stat(path);
    if ((mode & 0o077) !== 0) throw refused(`The key file ${path} can be read by others. Run \`chmod 600\` on it.`);
    return await readFile(path, 'utf8');
  } catch (cause) {
    if (cause instanceof RemoteOutage) throw cause;
    throw refused(`The key file ${path} cannot be read.`, cause);
  }
}

function checked(path: string, credentials: { privateKey: string; passphrase?: string }): Credentials {
  const key = ssh2.utils.parseKey(credentials.privateKey, credentials.passphrase);
  if (!(key instanceof Error)) return credentials;
  const why = /passphrase|decrypt|integrity/i.test(key.message)
    ? 'its passphrase is missing or wrong'
    : 'it is no private key in a known format';
  throw refused(`The key file ${path} does not open: ${why}.`);
}

const refused = (message: string, cause?: unknown): RemoteOutage =>
  new RemoteOutage(trouble('login-refused', message), { cause });
