import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lockTree } from '../../../src/domain/lock-tree.ts';
import type { Holder } from '../../../src/domain/locks.ts';
import { aHolder } from '../render/lock-samples.ts';

const shape = (...holders: readonly Holder[]) =>
  lockTree({ holders }).nodes.map(({ id, depth, behind, alsoBehind }) => [id, depth, behind, alsoBehind.join()]);

describe('the tree of locks', () => {
  it('puts whoever waits below whom they wait for', () => {
    expect(shape(aHolder(3, [2]), aHolder(2, [1]), aHolder(1, []))).toEqual([
      ['1', 0, 2, ''],
      ['2', 1, 1, ''],
      ['3', 2, 0, ''],
    ]);
  });

  it('puts whoever waits for several below the one that is freed last, and names only the others', () => {
    expect(shape(aHolder(1, []), aHolder(2, [1]), aHolder(3, [1, 2]))).toEqual([
      ['1', 0, 2, ''],
      ['2', 1, 1, ''],
      ['3', 2, 0, ''],
    ]);
    expect(shape(aHolder(1, []), aHolder(2, []), aHolder(3, [1, 2]))).toEqual([
      ['1', 0, 1, ''],
      ['3', 1, 0, '2'],
      ['2', 0, 1, ''],
    ]);
  });

  it('begins with who holds most up, and with who waits longest', () => {
    const order = shape(aHolder(1, []), aHolder(5, [1]), aHolder(2, []), aHolder(3, [2]), aHolder(4, [2]));
    expect(order.map(([id]) => id)).toEqual(['2', '3', '4', '1', '5']);
  });

  it('counts each waiter once, by whatever ways it waits', () => {
    const [first] = shape(aHolder(1, []), aHolder(2, [1]), aHolder(3, [1]), aHolder(4, [2, 3]));
    expect(first).toEqual(['1', 0, 3, '']);
  });

  it('opens a circle at the one that waits longest, and says so', () => {
    const { nodes, levels } = lockTree({ holders: [aHolder(1, [2]), aHolder(2, [1]), aHolder(3, [2])] });
    expect(
      nodes.map(({ id, depth, deadlock, alsoBehind, behind }) => [id, depth, deadlock, alsoBehind, behind]),
    ).toEqual([
      ['1', 0, true, ['2'], 2],
      ['2', 1, false, [], 2],
      ['3', 2, false, [], 0],
    ]);
    expect(levels).toBe(3);
  });

  it('leaves out who ended meanwhile, and who waits for nobody any more', () => {
    expect(shape(aHolder(2, [1]), aHolder(4, [3]), aHolder(3, []))).toEqual([
      ['3', 0, 1, ''],
      ['4', 1, 0, ''],
    ]);
    expect(shape(aHolder(1, [1]))).toEqual([]);
  });

  it('shows everybody who matters once, whoever waits for whom', () => {
    const edges = fc.array(fc.array(fc.integer({ min: 0, max: 14 }), { maxLength: 4 }), { maxLength: 15 });
    fc.assert(
      fc.property(edges, (blockers) => {
        const holders = blockers.map((of, pid) => aHolder(pid, of));
        const { nodes, levels } = lockTree({ holders });
        const ids = nodes.map(({ id }) => id);
        expect(new Set(ids).size).toBe(ids.length);
        expect(levels).toBe(Math.max(0, ...nodes.map(({ depth }) => depth + 1)));
        const present = new Set(holders.map(({ id }) => id));
        const matter = holders.filter(
          ({ id, blockedBy }) =>
            blockedBy.some((other) => other !== id && present.has(other)) ||
            holders.some((other) => other.id !== id && other.blockedBy.includes(id)),
        );
        expect(new Set(ids)).toEqual(new Set(matter.map(({ id }) => id)));
        for (const [index, { depth }] of nodes.entries()) {
          expect(depth).toBeLessThanOrEqual((nodes[index - 1]?.depth ?? -1) + 1);
        }
      }),
    );
  });
});
