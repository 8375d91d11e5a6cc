import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

export interface SshKey {
  readonly privateKeyFile: string;
  /** One line as it stands in authorized_keys or known_hosts: type, key, comment. */
  readonly publicKey: string;
}

/** Makes an ed25519 key pair without a passphrase: `<directory>/<name>` and `<name>.pub`. */
export async function makeKey(directory: string, name: string): Promise<SshKey> {
  const privateKeyFile = path.join(directory, name);
  await run('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', name, '-f', privateKeyFile]);
  return { privateKeyFile, publicKey: (await readFile(`${privateKeyFile}.pub`, 'utf8')).trim() };
}

/** `SHA256:…`, as `ssh-keygen -l` prints it. */
export async function fingerprint({ privateKeyFile }: SshKey): Promise<string> {
  const { stdout } = await run('ssh-keygen', ['-l', '-E', 'sha256', '-f', `${privateKeyFile}.pub`]);
  return stdout.split(' ')[1] ?? '';
}
