import { createHash } from 'node:crypto';
import { type Trouble, trouble } from '../domain/trouble.ts';

/** `SHA256:…` of a host key as it comes over the wire, the way `ssh-keygen -l` prints it. */
export const fingerprintOf = (key: Buffer): string =>
  `SHA256:${createHash('sha256').update(key).digest('base64').replace(/=+$/, '')}`;

/**
 * The kinds of host key to ask for, one attempt after the other. A server shows one key a handshake, by our preference;
 * the pinned one may be another of its keys, which is no mismatch. The first attempt takes what ssh2 prefers.
 */
export const hostKeyKinds: readonly (readonly HostKeyKind[] | null)[] = [
  null,
  ['ssh-ed25519'],
  ['rsa-sha2-512', 'rsa-sha2-256'],
  ['ecdsa-sha2-nistp256', 'ecdsa-sha2-nistp384', 'ecdsa-sha2-nistp521'],
];
export type HostKeyKind =
  | 'ssh-ed25519'
  | 'rsa-sha2-512'
  | 'rsa-sha2-256'
  | 'ecdsa-sha2-nistp256'
  | 'ecdsa-sha2-nistp384'
  | 'ecdsa-sha2-nistp521';

/** Names both keys, so that a person can compare them with what the host's owner says. */
export const hostKeyMismatch = (host: string, keys: { pinned: string; shown: string }): Trouble =>
  trouble(
    'host-key-mismatch',
    `${host} showed another host key than the one in the configuration. Godwit did not log in. Ask who runs the host whether its key was changed.`,
    [
      { label: 'Configured', value: keys.pinned },
      { label: 'Shown', value: keys.shown },
    ],
  );
