import { describe, expect, test } from 'vitest';
import { askedAtTheEnd, questionIn } from '../../../src/domain/script-question.ts';

describe('the question of a script', () => {
  test.each([
    ['Environment: production\r\nRestore the database? (yes/no) ', 'Restore the database? (yes/no)'],
    ['Choose one\r\n1) newest\r\n2) oldest\r\n#? ', 'Choose one\n1) newest\n2) oldest\n#?'],
    ['noise\n\n1) a\n2) b\n> ', '1) a\n2) b\n>'],
    ['all is done\n', ''],
    ['', ''],
  ])('in %j is %j', (output, question) => {
    expect(questionIn(output)).toBe(question);
  });

  test('stays short, whatever stands above it', () => {
    const long = questionIn(`${'x'.repeat(500)}\n`.repeat(30) + '#? ');
    expect(long.length).toBeLessThanOrEqual(400);
    expect(long.endsWith('#?')).toBe(true);
  });

  test.each([
    ['Overwrite backups/b.dump? [y/N] ', 'Overwrite backups/b.dump? [y/N]'],
    ['Password: ', 'Password:'],
    ['1) a\n#? ', '1) a\n#?'],
    ['pg_dump: error: connection refused', null],
    ['Overwrite it? no\n', null],
  ])('that nobody answered, at the end of %j, is %j', (output, question) => {
    expect(askedAtTheEnd(output)).toBe(question);
  });
});
