import type { SshAddress } from '../domain/environment.ts';
import { type Trouble, trouble } from '../domain/trouble.ts';

const causes: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'it refused the connection',
  ENOTFOUND: 'there is no host of this name',
  EAI_AGAIN: 'its name could not be looked up',
  ETIMEDOUT: 'it did not answer in time',
  EHOSTUNREACH: 'there is no way to it in the network',
  ENETUNREACH: 'there is no way to it in the network',
  ECONNRESET: 'it closed the connection',
  EPIPE: 'it closed the connection',
};

/** What an error of `net` or ssh2 while connecting means. ssh2 tells the phase in `level`. */
export function connectTrouble(address: Pick<SshAddress, 'host' | 'port' | 'user'>, error: unknown): Trouble {
  const { level, code, message } = detailsOf(error);
  if (level === 'client-authentication') {
    return trouble('login-refused', `${address.host} does not let ${address.user} log in with the configured key.`);
  }
  if (level === 'agent') return trouble('login-refused', 'The SSH agent does not answer.');
  const cause = level === 'client-timeout' ? causes.ETIMEDOUT : (causes[code] ?? message);
  return trouble('host-unreachable', `${address.host}:${address.port} cannot be reached: ${cause}.`);
}

/** Worth another attempt: sshd drops handshakes at random while many others are under way (MaxStartups). */
export const isDroppedHandshake = (error: unknown): boolean =>
  /lost before handshake|ECONNRESET/i.test(`${detailsOf(error).message} ${detailsOf(error).code}`);

function detailsOf(error: unknown): { level: string; code: string; message: string } {
  const { level, code, message } = (error ?? {}) as { level?: unknown; code?: unknown; message?: unknown };
  return { level: String(level ?? ''), code: String(code ?? ''), message: String(message ?? error) };
}
