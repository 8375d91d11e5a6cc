import { expect, test } from 'vitest';
import { isUncoded, readFailure } from '../../../src/prisma-cli/failure.ts';
import { troubleOfFailure } from '../../../src/prisma-cli/failure-trouble.ts';
import { printed } from './fixture.ts';

const failure = (code: number, stderr: string) => readFailure({ code, stdout: '', stderr });

test.each([
  [127, 'sh: 1: prisma: not found'],
  [127, "env: 'npx': No such file or directory"],
  [
    126,
    'OCI runtime exec failed: exec failed: unable to start container process: exec: "npx": executable file not found in $PATH: unknown',
  ],
  [1, "Error [ERR_MODULE_NOT_FOUND]\nCannot find module '/app/node_modules/prisma/build/index.js'"],
  [254, 'error Command "prisma" not found.'],
])('prisma is missing: exit %i, %s', (code, stderr) => {
  expect(failure(code, stderr)).toEqual({ kind: 'prisma-missing' });
});

test.each([
  [1, 'service "backend" is not running'],
  [1, 'Error response from daemon: container gold-factory-backend is not running'],
  [1, 'ERROR: No container found for backend_1'],
  [127, 'sh: 1: docker-compose: not found'],
  [255, ''],
])('the prefix failed: exit %i, %s', (code, stderr) => {
  expect(failure(code, stderr).kind).toBe('exec-failed');
});

test.each([137, 143, 139])('a signal ended it: exit %i', (code) => {
  expect(troubleOfFailure(failure(code, 'Applying migration `x`'))).toMatchObject({
    code: 'signalled',
    message: `Prisma was ended by a signal (exit code ${code}).`,
  });
});

test('a login in a connection string is not repeated', () => {
  const read = failure(1, 'Error: P1013: The string `postgresql://app:hunter2@db:5432/x` is invalid.');
  expect(read).toMatchObject({ kind: 'refused', code: 'P1013' });
  expect(JSON.stringify(troubleOfFailure(read))).not.toContain('hunter2');
});

test('colours do not hide a code', () => {
  expect(failure(1, '\u001b[31mError: P3005\u001b[39m\n\nThe database schema is not empty.').kind).toBe('not-empty');
});

test('what the database said stands behind the words that announce it', () => {
  expect(readFailure(printed('reset-refused'))).toEqual({
    kind: 'refused',
    code: 'P3016',
    message: expect.stringMatching(/Original error: must be owner of table _prisma_migrations$/),
  });
});

test("PostgreSQL's error that comes without a code is known as one in any language", () => {
  for (const said of ['ERROR: x', 'FEHLER: storniere Anfrage', 'ОШИБКА: выполнение отменено', '错误: 取消'])
    expect(isUncoded(failure(1, `Error: ${said}\n   0: schema_engine_wasm::wasm::engine::ApplyMigrations`))).toBe(true);
  for (const said of [
    'Could not find Prisma Schema: x',
    'P1001: no server',
    'ERROR: canceling statement due to lock timeout',
  ])
    expect(isUncoded(failure(1, `Error: ${said}\n`))).toBe(false);
});

test('the code decides about a failed migration, in whatever language the words are', () => {
  const german = 'FEHLER: konnte Unique Index »x« nicht erstellen';
  const text = printed('deploy-failed').stderr.replace(/^ERROR: .*$/m, german);
  expect(failure(1, text)).toMatchObject({ sqlState: '23505', message: 'konnte Unique Index »x« nicht erstellen' });
});
