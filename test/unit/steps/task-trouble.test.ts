import { describe, expect, it } from 'vitest';
import type { Exit, TaskEnd } from '../../../src/ports/remote.ts';
import { commandTrouble, lockTrouble, taskTrouble, unlessFull } from '../../../src/steps/task-trouble.ts';
import { environment } from '../domain/samples.ts';

const what = { name: 'The backup script', code: 'backup-failed' as const };
const ended = (end: TaskEnd) => taskTrouble({ end, log: '', memo: null }, what, { environment: environment() });
const ran = (exit: Exit) => commandTrouble(exit, what);

describe('taskTrouble', () => {
  it('is none after exit code 0', () => {
    expect(ended({ kind: 'exited', code: 0 })).toBeNull();
  });
  it.each<[TaskEnd, string, string]>([
    [
      { kind: 'exited', code: 1 },
      'backup-failed',
      'The backup script ended with exit code 1. Its output is kept with the run.',
    ],
    [{ kind: 'exited', code: 137 }, 'signalled', 'The backup script was ended by a signal (exit code 137).'],
    [{ kind: 'exited', code: 143 }, 'signalled', 'The backup script was ended by a signal (exit code 143).'],
    [
      { kind: 'exited', code: 1, full: true },
      'disk-full',
      'The backup script ended with exit code 1: no space is left on the disk.',
    ],
    [{ kind: 'timed-out' }, 'time-limit', 'The backup script took longer than 30 min and was ended.'],
    [
      { kind: 'vanished' },
      'signalled',
      'The backup script was ended from outside, or the host restarted; it left no exit code.',
    ],
    [{ kind: 'absent' }, 'trace-missing', 'No trace of The backup script is left on the host.'],
    [{ kind: 'lock-lost', owner: null }, 'host-locked', "The host's lock is not this run's any more."],
  ])('says in words what became of it after %o', (end, code, message) => {
    expect(ended(end)).toEqual({ code, message, facts: [] });
  });
});

describe('unlessFull', () => {
  const full = (log: string) =>
    unlessFull({ code: 'exec-failed', message: '', facts: [] }, { end: { kind: 'exited', code: 1 }, log }, 'resolve');

  it('takes the words of a container for what they are', () => {
    expect(full('write: No space left on device\n').code).toBe('disk-full');
    expect(full('service "backend" is not running\n').code).toBe('exec-failed');
  });
});

describe('lockTrouble', () => {
  it('names the run and the Godwit that hold the host', () => {
    expect(lockTrouble({ instance: 'g2', run: 'r9' })).toMatchObject({
      code: 'host-locked',
      message: expect.stringMatching(/r9.*g2/),
    });
  });
});

describe('commandTrouble', () => {
  it('is none after exit code 0', () => {
    expect(ran({ kind: 'exited', code: 0, stdout: '', stderr: 'a warning' })).toBeNull();
  });
  it('shows the last line that was said, on either stream, clamped', () => {
    const said = (stderr: string, stdout: string) => ran({ kind: 'exited', code: 2, stdout, stderr })?.facts;
    expect(said('first\nlast \n\n', 'out')).toEqual([{ label: 'Said', value: 'last' }]);
    expect(said('', 'only out\n')).toEqual([{ label: 'Said', value: 'only out' }]);
    expect(said('', '')).toEqual([]);
    expect(said('x'.repeat(500), '')?.[0]?.value).toHaveLength(300);
  });
  it.each<[Exit, string]>([
    [{ kind: 'signalled', signal: 'SIGKILL', stdout: '', stderr: '' }, 'signalled'],
    [{ kind: 'directory-missing', directory: '/opt/x' }, 'directory-missing'],
    [{ kind: 'timed-out', afterMs: 1_000 }, 'time-limit'],
    [{ kind: 'output-too-large', limitBytes: 1 }, 'backup-failed'],
    [{ kind: 'lost', cause: 'reset' }, 'connection-lost'],
  ])('has a code for %o', (exit, code) => {
    expect(ran(exit)?.code).toBe(code);
  });
});
