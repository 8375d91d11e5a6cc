import { expect, it } from 'vitest';
import { runDocument } from '../../../src/store/documents/run.ts';
import { unknown, waitingRun } from '../domain/samples.ts';

it('reads an unknown outcome of a version that did not remember who was cancelling', () => {
  const { cancelling: _absent, ...before } = unknown;
  const run = waitingRun({ state: unknown });
  expect(runDocument.parse({ ...run, state: before })).toEqual(run);
});
