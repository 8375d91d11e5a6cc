import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { TaskEnd } from '../../../src/ports/remote.ts';
import { settled } from '../../../src/steps/deploy-end.ts';
import { ana, noon, plan, running, runningRun } from '../domain/samples.ts';
import { row, sum } from './samples.ts';

const approved = plan({
  pending: [
    { name: 'b', sha256: sum('2') },
    { name: 'c', sha256: sum('3') },
  ],
});
const run = runningRun('deploy');
const both = [row('b', sum('2')), row('c', sum('3'))];
const half = [row('b', sum('2')), row('c', sum('3'), { finishedAt: null })];
const report = (end: TaskEnd, log = '') => ({ end, log, memo: null });
const exited = (code: number): TaskEnd => ({ kind: 'exited', code });
const codeOf = (outcome: ReturnType<typeof settled>) =>
  outcome.kind === 'failed' ? outcome.trouble.code : outcome.kind;
const log = (name: string) => readFileSync(new URL(`../../fixtures/prisma/7.10/${name}.txt`, import.meta.url), 'utf8');
const cancelling = { ...run, state: { ...running, cancelling: ana } };
const ended57 = log('deploy-failed').replace(/^Database error code: .*$/m, 'Database error code: 57014');

describe('settled', () => {
  it.each<[string, TaskEnd]>([
    ['exit code 0', exited(0)],
    ['a signal', exited(137)],
    ['the time limit', { kind: 'timed-out' }],
    ['no exit code', { kind: 'vanished' }],
    ['no trace', { kind: 'absent' }],
  ])('is done when all is applied, after %s', (_, end) => {
    expect(settled(run, approved, report(end), both)).toMatchObject({ kind: 'done', summary: '2 of 2 applied' });
  });

  it('is not done on the word of an exit code alone', () => {
    expect(codeOf(settled(run, approved, report(exited(0)), []))).toBe('still-pending');
  });

  it('is not done when Prisma itself said no', () => {
    expect(settled(run, approved, report(exited(1), log('deploy-unreachable')), both).kind).toBe('failed');
  });

  it('lets the history decide where the way to Prisma broke off while it was at work', () => {
    const broken = report(exited(1), 'Applying migration `b`\nApplying migration `c`\nunexpected EOF\n');
    expect(settled(run, approved, broken, both)).toMatchObject({ kind: 'done' });
    const outcome = settled(run, approved, broken, half);
    const message = expect.stringContaining('The way to Prisma broke off while it was at work. 1 of 2 migrations');
    expect(outcome).toMatchObject({ kind: 'failed', trouble: { code: 'signalled', message } });
    expect(codeOf(settled(run, approved, report(exited(1), 'service "backend" is not running'), []))).toBe(
      'exec-failed',
    );
  });

  it('names a full disk where Prisma itself said nothing', () => {
    const full = report({ kind: 'exited', code: 73, full: true });
    expect(settled(run, approved, full, [])).toMatchObject({
      trouble: { code: 'disk-full', message: expect.stringContaining('no space is left on the disk. 0 of 2') },
    });
  });

  it('does not count rows that were rolled back, or other migrations', () => {
    const history = [row('b', sum('2')), row('c', sum('3'), { rolledBackAt: noon }), row('x', sum('4'))];
    expect(settled(run, approved, report(exited(0)), history).kind).toBe('failed');
  });

  it.each<[TaskEnd, string]>([
    [{ kind: 'timed-out' }, 'time-limit'],
    [{ kind: 'vanished' }, 'signalled'],
    [{ kind: 'absent' }, 'trace-missing'],
    [exited(87), 'migrations-unreadable'],
  ])('names what became of it after %o, and how far it came', (end, code) => {
    const outcome = settled(run, approved, report(end), half);
    expect(codeOf(outcome)).toBe(code);
    if (outcome.kind === 'failed' && code !== 'migrations-unreadable') {
      expect(outcome.trouble.message).toContain('1 of 2 migrations are applied; c was begun and is not finished.');
    }
  });

  it('shows what the database said about a failing migration', () => {
    const outcome = settled(run, approved, report(exited(1), log('deploy-failed')), half);
    expect(codeOf(outcome)).toBe('migration-failed');
  });

  it('tells a cancelled statement from a mistake in the migration', () => {
    expect(codeOf(settled(cancelling, approved, report(exited(1), ended57), half))).toBe('signalled');
    expect(codeOf(settled(run, approved, report(exited(1), ended57), half))).toBe('migration-failed');
    expect(codeOf(settled(cancelling, approved, report(exited(1), log('deploy-failed')), half))).toBe(
      'migration-failed',
    );
  });

  it('tells a cancelled statement of Prisma itself, between two files, from a refusal', () => {
    for (const words of ['ERROR: canceling statement due to user request', 'FEHLER: storniere Anfrage']) {
      const own = `Error: ${words}\n`;
      expect(codeOf(settled(cancelling, approved, report(exited(1), own), [row('b', sum('2'))]))).toBe('signalled');
      expect(codeOf(settled(run, approved, report(exited(1), own), []))).not.toBe('signalled');
    }
    const refusal = 'Error: Could not find Prisma Schema that is required for this command.\n';
    expect(codeOf(settled(cancelling, approved, report(exited(1), refusal), []))).not.toBe('signalled');
  });

  it('takes a session that was ended for the cancel that ended it', () => {
    const closed = 'Error: P1017: Server has closed the connection.\n';
    expect(codeOf(settled(cancelling, approved, report(exited(1), closed), half))).toBe('signalled');
    expect(codeOf(settled(run, approved, report(exited(1), closed), half))).not.toBe('signalled');
  });
});
