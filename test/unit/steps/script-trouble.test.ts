import { expect, test } from 'vitest';
import { scriptTrouble } from '../../../src/steps/script-trouble.ts';
import type { TaskReport } from '../../../src/steps/step.ts';
import { production } from '../render/samples.ts';

const what = { name: 'The backup script', code: 'backup-failed' } as const;
const troubleOf = (report: Partial<TaskReport>) =>
  scriptTrouble({ end: { kind: 'exited', code: 0 }, log: 'done\n', memo: null, ...report }, what, {
    environment: production,
  });

test.each<[string, Partial<TaskReport>, string | null, string]>([
  ['ended well', {}, null, ''],
  ['ended well with an unfinished line', { log: 'Keep it? yes [y/N] ' }, null, ''],
  ['ended with a code', { end: { kind: 'exited', code: 3 } }, 'backup-failed', 'exit code 3'],
  [
    'ended with a code at a question',
    { end: { kind: 'exited', code: 1 }, log: 'Sure? ' },
    'question-unanswered',
    'Sure?',
  ],
  ['was ended at its time limit', { end: { kind: 'timed-out' } }, 'time-limit', '30 min'],
  [
    'was ended at its time limit, asking',
    { end: { kind: 'timed-out' }, log: 'Name: ' },
    'question-unanswered',
    'Name:',
  ],
  [
    'was stopped at a question',
    { end: { kind: 'exited', code: 143 }, memo: 'question:Sure?' },
    'question-unanswered',
    'Sure?',
  ],
  ['left something at work', { end: { kind: 'exited', code: 0, left: true } }, 'backup-failed', 'still at work'],
])('a script that %s', (_, report, code, words) => {
  const found = troubleOf(report);
  expect(found?.code ?? null).toBe(code);
  expect(found?.message ?? '').toContain(words);
});
