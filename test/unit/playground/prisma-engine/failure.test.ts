import { expect, test } from 'vitest';
import { describeFailure } from '../../../../playground/prisma-engine/failure.mjs';

test('a refused file is P3018 with migration, SQLSTATE and message', () => {
  const seen = { migration: '20240101_x', code: '42P01', message: 'relation "Nope" does not exist' };
  const { error_code, message } = describeFailure({ message: 'external connector error' }, seen);
  expect(error_code).toBe('P3018');
  for (const part of ['Migration name: 20240101_x', 'Database error code: 42P01', 'ERROR: relation "Nope"']) {
    expect(message).toContain(part);
  }
});

test('anything else keeps its code and wording', () => {
  expect(describeFailure({ code: 'P3009', message: 'found failed migrations' }, undefined)).toEqual({
    error_code: 'P3009',
    message: 'found failed migrations',
  });
});
