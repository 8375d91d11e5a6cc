import { describe, expect, test } from 'vitest';
import { allCells, batches, isChosen, leftOut, nameOf, unknownWords } from '../../../../scripts/chaos/matrix/cells.ts';
import { faultNames } from '../../../../scripts/chaos/matrix/faults.ts';
import { changingStep } from '../../../../scripts/chaos/matrix/judge.ts';
import { matrixFile, readResult } from '../../../../scripts/chaos/matrix/result-file.ts';
import { allHeld, commandOf, countsOf, mergeRows, type Row } from '../../../../scripts/chaos/matrix/rows.ts';
import { stepsOf } from '../../../../src/domain/run.ts';

const cell = { kind: 'deploy', step: 'backup', fault: 'worker' } as const;
const row: Row = { ...cell, verdict: 'held', ending: 'succeeded', seconds: 1 };

test('the cells are every fault at every step of every kind', () => {
  const steps = Object.values(stepsOf).flat().length;
  expect(allCells()).toHaveLength(steps * faultNames.length);
  expect(new Set(allCells().map(nameOf)).size).toBe(steps * faultNames.length);
});

test('what is left out has a reason, and what kills a worker is left out nowhere', () => {
  expect(leftOut({ kind: 'deploy', step: 'notify', fault: 'script' })).toContain('nothing detached');
  expect(allCells().filter((one) => leftOut(one) !== null && ['worker', 'app', 'both'].includes(one.fault))).toEqual(
    [],
  );
});

test('a kind of run that changes the database has a step by which it does', () => {
  expect(Object.keys(stepsOf).filter((kind) => changingStep(kind as keyof typeof stepsOf) === null)).toEqual([
    'backup',
  ]);
});

describe('a choice', () => {
  test('takes whole names, and a step with its fault for every kind', () => {
    expect(isChosen(cell, {})).toBe(true);
    expect(isChosen(cell, { only: ['deploy:backup:worker'] })).toBe(true);
    expect(isChosen(cell, { only: ['backup:worker'], kind: ['deploy'] })).toBe(true);
    expect(isChosen(cell, { only: ['backup:app'] })).toBe(false);
    expect(isChosen(cell, { fault: ['app'] })).toBe(false);
  });

  test('that fits nothing is seen', () => {
    expect(unknownWords({ only: ['backup:worker', 'backup:wroker'], kind: ['deploy'], fault: ['fire'] })).toEqual([
      'backup:wroker',
      'fire',
    ]);
  });
});

test('a batch has one fault, and so many environments of a kind', () => {
  const found = batches(allCells(), 2);
  expect(found.flat()).toHaveLength(allCells().length);
  for (const batch of found) {
    expect(new Set(batch.map(({ fault }) => fault)).size).toBe(1);
    for (const { kind } of batch) expect(batch.filter((one) => one.kind === kind).length).toBeLessThanOrEqual(2);
  }
});

test('rows are counted, renewed one by one, and say how to repeat them', () => {
  const stuck: Row = { ...row, fault: 'app', verdict: 'stuck', why: 'still running' };
  expect(countsOf([row, stuck])).toEqual({ tried: 2, lost: 0, doubled: 0, wrong: 0, stuck: 1 });
  expect([allHeld([row]), allHeld([row, stuck]), allHeld([])]).toEqual([true, false, false]);
  expect(mergeRows([row, stuck], [{ ...stuck, verdict: 'held' }])).toEqual([row, { ...stuck, verdict: 'held' }]);
  expect(commandOf(row)).toBe('npm run chaos -- --only deploy:backup:worker');
});

test('what is kept of the last run are rows of the present cells, each once', () => {
  const names = (readResult<Row>(matrixFile)?.rows ?? []).map(nameOf);
  const present = new Set(
    allCells()
      .filter((one) => leftOut(one) === null)
      .map(nameOf),
  );
  expect(names.filter((name) => !present.has(name))).toEqual([]);
  expect(new Set(names).size).toBe(names.length);
});
