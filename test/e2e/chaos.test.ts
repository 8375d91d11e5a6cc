import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import type { Cell } from '../../scripts/chaos/matrix/cells.ts';
import { type Ground, openGround } from '../../scripts/chaos/matrix/ground/ground.ts';
import { tryBatch } from '../../scripts/chaos/matrix/try-batch.ts';

let ground: Ground;

beforeAll(async () => {
  const { directory: playground } = inject('realParts');
  const directory = path.join(playground, `chaos-${randomBytes(4).toString('hex')}`);
  ground = await openGround({ directory, playground, each: 1 });
});
afterAll(async () => ground?.[Symbol.asyncDispose]());

/** Those that differ most and take little; the whole matrix is `npm run chaos`. */
const cells: readonly Cell[] = [
  { kind: 'deploy', step: 'deploy', fault: 'redis' },
  { kind: 'restore', step: 'restore', fault: 'postgres' },
  { kind: 'backup', step: 'backup', fault: 'sshd' },
  { kind: 'reset', step: 'reset', fault: 'script' },
  { kind: 'push', step: 'push', fault: 'target' },
  { kind: 'resolve', step: 'resolve', fault: 'app' },
];

test.each(cells)(
  '$kind: $fault at $step',
  async (cell) => {
    expect(await tryBatch(ground, [cell])).toEqual([expect.objectContaining({ ...cell, verdict: 'held' })]);
  },
  240_000,
);
