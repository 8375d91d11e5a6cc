import { describe, expect, test } from 'vitest';
import { allCells, batches, isChosen, leftOut, nameOf, unknownWords } from '../../../../scripts/chaos/matrix/cells.ts';
import { faultNames } from '../../../../scripts/chaos/matrix/faults.ts';
import { changingStep } from '../../../../scripts/chaos/matrix/judge.ts';
import { type Matrix, matrixFile, readResult } from '../../../../scripts/chaos/matrix/result-file.ts';
import { allHeld, commandOf, countsOf, merged, openCells, type Row } from '../../../../scripts/chaos/matrix/rows.ts';
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
  expect(commandOf(row)).toBe('npm run chaos -- --only deploy:backup:worker');
});

describe('what a run found', () => {
  const run = (madeAt: string, seconds: number) => ({
    madeAt,
    commit: 'c',
    node: 'v20',
    command: 'npm run chaos',
    seconds,
  });
  const [first, second] = [run('2026-11-21T00:00:00.000Z', 100), run('2026-11-22T00:00:00.000Z', 7)];
  const stuck: Row = { ...row, fault: 'app', verdict: 'stuck', why: 'still running' };
  const before = merged(null, first, { rows: [stuck, row], untried: [] });

  test('takes the place of the same cells, and its seconds are its own', () => {
    const held: Row = { ...cell, fault: 'app', verdict: 'held', ending: 'succeeded', seconds: 2 };
    expect(before).toEqual({
      runs: [first],
      untried: [],
      rows: [
        { ...row, run: first.madeAt },
        { ...stuck, run: first.madeAt },
      ],
    });
    expect(merged(before, second, { rows: [held], untried: [] })).toEqual({
      runs: [first, second],
      untried: [],
      rows: [
        { ...row, run: first.madeAt },
        { ...held, run: second.madeAt },
      ],
    });
    const whole = merged(before, second, { rows: [row, held], untried: [] });
    expect(whole.runs).toEqual([second]);
    // Kept after every batch: the same run again, with more.
    expect(merged(before, { ...second, seconds: 9 }, { rows: [row, held], untried: [] }).runs).toMatchObject([
      { seconds: 9 },
    ]);
  });

  test('says why a cell was not tried, until it is; what was tried before stays', () => {
    const why = 'there was no disk';
    const wanted = [cell, { ...cell, fault: 'disk' as const }].map((one) => ({ ...one, why }));
    const without = merged(before, second, { rows: [], untried: wanted });
    expect([without.rows, without.untried.map(nameOf)]).toEqual([before.rows, ['deploy:backup:disk']]);
    expect(without.runs).toEqual([first]);
    expect(openCells(without)).not.toContain('deploy:backup:disk');
    expect(openCells(without)).toContain('deploy:backup:redis');
    expect(merged(without, second, { rows: [], untried: wanted }).untried).toHaveLength(1);
    const tried: Row = { ...row, fault: 'disk' };
    expect(merged(without, second, { rows: [tried], untried: [] }).untried).toEqual([]);
  });
});

test('what is kept of the last run are rows of the present cells, each once', () => {
  const names = (readResult<Matrix>(matrixFile)?.rows ?? []).map(nameOf);
  const present = new Set(
    allCells()
      .filter((one) => leftOut(one) === null)
      .map(nameOf),
  );
  expect(names.filter((name) => !present.has(name))).toEqual([]);
  expect(new Set(names).size).toBe(names.length);
});

test('every cell was tried, or it stands why it could not be', () => {
  expect(openCells(readResult<Matrix>(matrixFile) ?? { rows: [], untried: [] })).toEqual([]);
});
