import * as fc from 'fast-check';

/** Repeatable chance: the same seed throws the same. */
export interface Dice {
  /** 0 … sides - 1 */
  throw(sides: number): number;
  /** True once in `sides` throws. */
  once(sides: number): boolean;
  /** One of these; the empty text where there is none, which makes a statement that PostgreSQL refuses. */
  of(some: readonly string[]): string;
  one<Item>(some: readonly Item[]): Item | undefined;
}

export function dice(seed: number): Dice {
  const [numbers] = fc.sample(fc.infiniteStream(fc.nat(0x3fffffff)), { seed, numRuns: 1 });
  const roll = (sides: number): number => (numbers?.next().value ?? 0) % Math.max(1, sides);
  return {
    throw: roll,
    once: (sides) => roll(sides) === 0,
    of: (some) => some[roll(some.length)] ?? '',
    one: (some) => some[roll(some.length)],
  };
}
