import { describe, expect, it } from 'vitest';
import type { RunId } from '../../../src/domain/ids.ts';
import { epochMs } from '../../../src/lib/time.ts';
import { runDirectory } from '../../../src/remote/begin.ts';
import { connectTrouble, isDroppedHandshake } from '../../../src/remote/connect-trouble.ts';
import { endOf } from '../../../src/remote/follow.ts';
import { lockFileName, ownerLines, parseOwner } from '../../../src/remote/locks.ts';
import { afterMark, openingOf } from '../../../src/remote/mark.ts';

describe('the end of a task', () => {
  it('is one of five', () => {
    expect(endOf('exited 3\n')).toEqual({ kind: 'exited', code: 3 });
    expect(endOf('exited 0 left')).toEqual({ kind: 'exited', code: 0, left: true });
    expect(endOf('exited 1 full')).toEqual({ kind: 'exited', code: 1, full: true });
    expect(endOf('timed-out\n')).toEqual({ kind: 'timed-out' });
    expect(endOf('vanished')).toEqual({ kind: 'vanished' });
    expect(endOf('absent')).toEqual({ kind: 'absent' });
    expect(endOf('lock-lost\n\n')).toEqual({ kind: 'lock-lost', owner: null });
    const owner = { instance: 'a b', run: 'r1', token: 4, since: 5 };
    expect(endOf('lock-lost\na b\nr1\n4\n5\n')).toEqual({ kind: 'lock-lost', owner });
    expect(() => endOf('')).toThrow('unknown way');
  });
});

describe('a lock', () => {
  it('has a file name of its own, whatever it is called', () => {
    const names = ['shop/production', 'shop.2fproduction', '..', 'ü', 'A_b-1'].map(lockFileName);
    expect(names).toEqual(['shop.2fproduction', 'shop.2e2fproduction', '.2e.2e', '.c3bc', 'A_b-1']);
  });

  it('keeps its owner by lines', () => {
    const owner = { instance: 'godwit 1', run: 'r1' as RunId, token: 2, since: epochMs(3) };
    expect(parseOwner(ownerLines(owner))).toEqual(owner);
    expect(parseOwner([])).toBeNull();
    expect(() => ownerLines({ ...owner, instance: 'a\nb' })).toThrow('line end');
  });
});

describe('an opening line', () => {
  it('is found behind whatever a login shell prints', () => {
    const stdout = Buffer.from('hello m1 runs 42\nbody');
    expect(openingOf(stdout, 'm1')).toEqual({ kind: 'runs', pid: 42, bodyAt: 17 });
    expect(openingOf(Buffer.from('m1 missing 0\n'), 'm1')).toEqual({ kind: 'missing' });
    expect(openingOf(Buffer.from('hello m1 runs 4'), 'm1')).toEqual({ kind: 'unseen' });
    expect(afterMark('noise\nm1\nerr\n', 'm1')).toBe('err\n');
    expect(afterMark('err\n', 'm1')).toBe('err\n');
  });
});

it('a task is named by letters, digits and hyphens', () => {
  expect(runDirectory({ id: 'r1-backup' })).toBe('r1-backup');
  for (const id of ['', '..', 'a/b', '-a', 'A']) expect(() => runDirectory({ id })).toThrow('[a-z0-9-]');
});

describe('an error while connecting', () => {
  const address = { host: 'db-1', port: 22, user: 'deploy' };
  it.each([
    [{ code: 'ECONNREFUSED', level: 'client-socket' }, 'host-unreachable', 'it refused the connection'],
    [{ code: 'ENOTFOUND' }, 'host-unreachable', 'there is no host of this name'],
    [{ level: 'client-timeout', message: 'Timed out while waiting for handshake' }, 'host-unreachable', 'in time'],
    [{ level: 'client-authentication', message: 'All configured…' }, 'login-refused', 'does not let deploy log in'],
    [{ level: 'agent', message: 'Failed to connect to agent' }, 'login-refused', 'agent does not answer'],
  ])('%j is %s', (error, code, words) => {
    expect(connectTrouble(address, error)).toMatchObject({ code, message: expect.stringContaining(words) });
  });

  it('is worth another attempt only when the server dropped the handshake', () => {
    expect(isDroppedHandshake(new Error('Connection lost before handshake'))).toBe(true);
    expect(isDroppedHandshake(new Error('Host denied (verification failed)'))).toBe(false);
  });
});
