import { z } from 'zod';
import type { SshAddress } from '../domain/environment.ts';
import { hostKey, hostName, loginName, ownFile, port, secretReference } from './fields.ts';
import { strict } from './strict.ts';

/** `ssh: {…}`. `base` is the folder from which key files are counted. */
export function sshSection(base: string): z.ZodType<SshAddress> {
  return strict({
    host: hostName,
    port: port.default(22),
    user: loginName,
    privateKeyFile: ownFile(base).optional(),
    agent: ownFile(base).optional(),
    passphrase: secretReference(base).optional(),
    hostKey,
    jump: z.lazy(() => sshSection(base)).optional(),
  })
    .refine(hasOneLogin, { error: 'needs either privateKeyFile or agent (the path of its socket)', when: isMapping })
    .refine((ssh) => !('agent' in ssh && 'passphrase' in ssh), {
      error: 'belongs to privateKeyFile; an agent has unlocked its keys itself',
      path: ['passphrase'],
      when: isMapping,
    })
    .transform(toAddress);
}

/** Lets a rule look at a mapping that has other faults too, so that all are told at once. */
const isMapping = ({ value }: { readonly value: unknown }): boolean => typeof value === 'object' && value !== null;

const hasOneLogin = (ssh: object): boolean => 'privateKeyFile' in ssh !== 'agent' in ssh;

interface SshSection {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly hostKey: string;
  readonly privateKeyFile?: string | undefined;
  readonly agent?: string | undefined;
  readonly passphrase?: Extract<SshAddress['login'], { by: 'key-file' }>['passphrase'] | undefined;
  readonly jump?: SshAddress | undefined;
}

function toAddress(ssh: SshSection): SshAddress {
  const { host, user, privateKeyFile, agent = '', passphrase = null, jump = null } = ssh;
  const login =
    privateKeyFile === undefined
      ? ({ by: 'agent', socket: agent } as const)
      : ({ by: 'key-file', path: privateKeyFile, passphrase } as const);
  return { kind: 'ssh', host, port: ssh.port, user, login, hostKey: ssh.hostKey, jump };
}
