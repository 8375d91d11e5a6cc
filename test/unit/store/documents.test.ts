import { expect, test } from 'vitest';
import { runDocument } from '../../../src/store/documents/run.ts';
import { finding, review } from '../../fakes/sample-reviews.ts';
import { plan, waitingRun } from '../domain/samples.ts';

test('a plan with its review comes back as it was', () => {
  const run = waitingRun({ plan: plan({ review: review([finding({ allowance: 'x' })]) }) });
  expect(runDocument.parse(JSON.parse(JSON.stringify(run)))).toEqual(run);
});

test('a plan from before there was a reviewer has none', () => {
  const { review: _, ...before } = plan();
  expect(runDocument.parse({ ...waitingRun(), plan: before }).plan?.review).toBeNull();
});
