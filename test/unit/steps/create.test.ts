import { expect, it } from 'vitest';
import type { TaskEnd } from '../../../src/ports/remote.ts';
import { createEnd } from '../../../src/steps/create.ts';
import { environment } from '../domain/samples.ts';
import { sum } from './samples.ts';

const name = '20261122090507_add_vault';
const exited = (code: number): TaskEnd => ({ kind: 'exited', code });
const [shown, other] = [sum('1'), sum('2')];

it.each<[string, TaskEnd, string, ReturnType<typeof sum> | null, object]>([
  ['it is read there', exited(0), '', shown, { kind: 'done', summary: name }],
  ['it is read there, whoever ended the task', { kind: 'vanished' }, '', shown, { kind: 'done', exitCode: null }],
  [
    'the disk is full',
    exited(1),
    'cat: write error: No space left on device',
    null,
    { trouble: { code: 'disk-full', message: expect.stringContaining('Nothing of it lies among the migrations.') } },
  ],
  [
    'the login may not',
    exited(1),
    'mkdir: cannot create directory: Permission denied',
    null,
    { exitCode: 1, trouble: { code: 'create-failed', message: expect.stringContaining('Permission denied') } },
  ],
  ['somebody cancelled', exited(143), '', null, { trouble: { code: 'signalled' } }],
  ['it is read nowhere', exited(0), '', null, { trouble: { message: expect.stringContaining('does not read') } }],
  ['another stands there', exited(17), '', other, { trouble: { message: expect.stringContaining('another file') } }],
  ['another was put there', exited(0), '', other, { trouble: { message: expect.stringContaining('another file') } }],
  ['its traces are gone', { kind: 'absent' }, '', null, { trouble: { code: 'trace-missing' } }],
  ['somebody else has the host', { kind: 'lock-lost', owner: null }, '', null, { trouble: { code: 'host-locked' } }],
])('what was written: %s', (_, end, log, present, expected) => {
  const outcome = createEnd(
    { name, approved: shown, present },
    { end, log, memo: null },
    { environment: environment() },
  );
  expect(outcome).toMatchObject(expected);
});
