import { expect, test } from 'vitest';
import { saidWrong } from '../../../src/steps/load-backup.ts';

test.each([
  ['psql:<stdin>:7: ERROR:  42P07: relation "A" already exists\nLOCATION:  x.c:1\n', 'relation "A" already exists'],
  ['psql:<stdin>:7: FEHLER:  42P07: Relation »A« existiert bereits\n', 'Relation »A« existiert bereits'],
  ['WARNUNG:  01006: keine Privilegien\nFEHLER:  42501: keine Berechtigung\n', 'keine Berechtigung'],
  ['pg_restore: error: input file is too short\npsql:<stdin>:2: ERROR:  22012: x\n', 'input file is too short'],
  ['psql: error: connection to server at "h" failed\n', 'connection to server at "h" failed'],
  ['ERROR:  as an earlier version logged it\n', 'as an earlier version logged it'],
])('of %j, the card says what went wrong first', (log, said) => {
  expect(saidWrong(log)).toEqual([{ label: 'Said', value: said }]);
});

test('a log without an error says nothing', () => {
  expect(saidWrong('HINWEIS:  00000: es gibt nichts zu tun\n')).toEqual([]);
});
