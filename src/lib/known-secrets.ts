import { type Mask, maskOf } from './mask.ts';
import type { Secret } from './secret.ts';

/** Every secret that a process has seen, so that whatever leaves it can be masked. */
export interface KnownSecrets {
  readonly learn: (secret: Secret) => void;
  /** Masks what is known by now. */
  readonly mask: Mask;
  readonly maskText: (text: string) => string;
}

/** Begins with what the process was started with; a value is learned once, however often it is read. */
export function knownSecrets(first: readonly Secret[] = []): KnownSecrets {
  const known = new Map(first.map((secret) => [secret.reveal(), secret]));
  let made: Mask | null = null;
  const mask: Mask = (bytes) => {
    made ??= maskOf([...known.values()]);
    return made(bytes);
  };
  return {
    learn: (secret) => {
      if (known.has(secret.reveal())) return;
      known.set(secret.reveal(), secret);
      made = null;
    },
    mask,
    maskText: (text) => mask(Buffer.from(text, 'utf8')).toString('utf8'),
  };
}
