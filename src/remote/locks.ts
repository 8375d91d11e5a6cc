import type { RunId } from '../domain/ids.ts';
import type { HostLockOwner } from '../domain/inquiry.ts';
import { epochMs } from '../lib/time.ts';
import type { Host } from '../ports/remote.ts';
import { breakLockProgram, lockOwnerProgram, releaseLockProgram, takeLockProgram } from './programs/locks.ts';
import { runProgram } from './run-program.ts';
import type { Transport } from './transport.ts';

/** The directory of a lock: its name with everything but letters, digits, `_` and `-` written as `.2f`. */
export const lockFileName = (name: string): string =>
  name.replace(/[^A-Za-z0-9_-]/gu, (character) => `.${Buffer.from(character).toString('hex')}`);

/** An owner as it stands on the host, a line each. @throws when the instance's name holds a line end */
export function ownerLines(owner: HostLockOwner): readonly [string, string, string, string] {
  if (/[\r\n]/.test(owner.instance)) throw new Error('writing the lock: the name of the instance holds a line end');
  return [owner.instance, owner.run, String(owner.token), String(owner.since)];
}

/** The reverse of `ownerLines`; null when the lines do not name an owner. */
export function parseOwner([instance, run, token, since]: readonly string[]): HostLockOwner | null {
  if (!instance || !run) return null;
  return { instance, run: run as RunId, token: Number(token), since: epochMs(Number(since)) };
}

export async function takeLock(transport: Transport, name: string, owner: HostLockOwner): ReturnType<Host['takeLock']> {
  const answer = await runProgram(transport, takeLockProgram, [lockFileName(name), ...ownerLines(owner)]);
  const holder = parseOwner(answer.slice(1));
  return holder === null ? { kind: 'taken' } : { kind: 'held', owner: holder };
}

export async function releaseLock(transport: Transport, name: string, owner: HostLockOwner): Promise<boolean> {
  const [instance, run] = ownerLines(owner);
  const [answer] = await runProgram(transport, releaseLockProgram, [lockFileName(name), instance, run]);
  return answer === 'released';
}

export async function lockOwner(transport: Transport, name: string): Promise<HostLockOwner | null> {
  const answer = await runProgram(transport, lockOwnerProgram, [lockFileName(name)]);
  return parseOwner(answer.slice(1));
}

export async function breakLock(transport: Transport, name: string): Promise<void> {
  await runProgram(transport, breakLockProgram, [lockFileName(name)]);
}
