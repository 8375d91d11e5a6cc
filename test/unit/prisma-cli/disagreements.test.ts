import { expect, test } from 'vitest';
import type { Comparison } from '../../../src/domain/migration.ts';
import { disagreements, prismaWord } from '../../../src/prisma-cli/disagreements.ts';
import { readStatus } from '../../../src/prisma-cli/read-status.ts';
import { printed } from './fixture.ts';

const nothing: Comparison = { applied: [], pending: [], failed: [], edited: [], missing: [], outOfOrder: [] };
const status = (name: string) => readStatus(printed(name));
const two = ['20240201080000_unique_email', '20240202080000_orders'];

test('none where both say the same', () => {
  expect(disagreements(nothing, status('status-up-to-date'))).toEqual([]);
  expect(disagreements({ ...nothing, pending: two }, status('status-pending'))).toEqual([]);
  expect(disagreements({ ...nothing, failed: two.slice(0, 1) }, status('status-failed'))).toEqual([]);
});

test('failed ones beside pending ones are not expected of Prisma', () => {
  expect(disagreements({ ...nothing, pending: two, failed: ['x'] }, status('status-pending'))).toEqual([]);
});

test('names what only one of them sees', () => {
  expect(disagreements({ ...nothing, pending: ['x'] }, status('status-up-to-date'))).toEqual([
    'Pending according to the history, not to Prisma: x.',
  ]);
  expect(disagreements(nothing, status('status-pending'))).toEqual([
    `Pending according to Prisma, not to the history: ${two.join(', ')}.`,
  ]);
});

test('what Prisma never notices is said', () => {
  const edited = [
    { name: 'a', lineEndsOnly: false },
    { name: 'b', lineEndsOnly: true },
  ];
  expect(disagreements({ ...nothing, edited, missing: ['c'] }, status('status-up-to-date'))).toEqual([
    'Prisma says up to date and does not see the edit of a.',
    'Prisma says up to date and does not see that c is missing.',
  ]);
});

test('the verdict in one word', () => {
  const word = (name: string) => prismaWord(status(name), nothing).verdict;
  expect(
    ['status-up-to-date', 'status-diverged', 'status-failed', 'status-unreachable', 'npx-missing'].map(word),
  ).toEqual(['up-to-date', 'pending', 'failed', 'unreachable', 'unclear']);
});
