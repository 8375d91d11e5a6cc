import { spawn } from 'node:child_process';
import type { SshAddress } from '../../playground/servers/sshd.ts';

export interface SshOutput {
  /** null when a signal ended the client. */
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a shell line on a host with OpenSSH's own client, as a person would: independent of the code under test. */
export function ssh(
  address: SshAddress,
  line: string,
  { input = '', terminal = false }: { readonly input?: string; readonly terminal?: boolean } = {},
): Promise<SshOutput> {
  const login = ['-p', String(address.port), '-i', address.privateKeyFile, `${address.user}@${address.host}`];
  const argv = ['-F', 'none', ...(terminal ? ['-tt'] : []), ...withoutKnownHosts, ...login, line];
  const child = spawn('ssh', argv, { stdio: ['pipe', 'pipe', 'pipe'] });
  child.stdin.end(input);
  const stdout = collect(child.stdout);
  const stderr = collect(child.stderr);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (exitCode) => resolve({ exitCode, stdout: stdout(), stderr: stderr() }));
  });
}

const withoutKnownHosts = ['StrictHostKeyChecking=no', 'UserKnownHostsFile=/dev/null', 'LogLevel=ERROR'].flatMap(
  (option) => ['-o', option],
);

function collect(stream: NodeJS.ReadableStream): () => string {
  const chunks: Buffer[] = [];
  stream.on('data', (chunk: Buffer) => chunks.push(chunk));
  return () => Buffer.concat(chunks).toString();
}
