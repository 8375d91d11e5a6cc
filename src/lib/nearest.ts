/** The candidate that `typed` was probably meant to be: at most two slips away (one in short words); null where none is. */
export function nearest<T extends string>(typed: string, candidates: readonly T[]): T | null {
  const word = typed.toLowerCase();
  const started = word.length >= 2 ? candidates.filter((candidate) => candidate.toLowerCase().startsWith(word)) : [];
  if (started.length === 1) return started[0] ?? null;
  const reach = word.length < 4 ? 1 : 2;
  const near = candidates
    .map((candidate) => ({ candidate, slips: slipsBetween(word, candidate.toLowerCase(), reach) }))
    .filter(({ slips }) => slips <= reach)
    .toSorted((a, b) => a.slips - b.slips);
  return near[0]?.candidate ?? null;
}

/**
 * How many letters were left out, added, changed or swapped with their neighbour (optimal string alignment).
 * Texts whose lengths differ by more than `reach` are not looked at: the answer is then just greater than `reach`.
 */
export function slipsBetween(a: string, b: string, reach = Number.POSITIVE_INFINITY): number {
  if (Math.abs(a.length - b.length) > reach) return reach + 1;
  let before: readonly number[] = [];
  let above: readonly number[] = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row += 1) {
    const line = [row];
    for (let column = 1; column <= b.length; column += 1) {
      line.push(slipsAt({ a, b, row, column, before, above, line }));
    }
    before = above;
    above = line;
  }
  return above[b.length] ?? 0;
}

interface Cell {
  readonly a: string;
  readonly b: string;
  readonly row: number;
  readonly column: number;
  readonly before: readonly number[];
  readonly above: readonly number[];
  readonly line: readonly number[];
}

function slipsAt({ a, b, row, column, before, above, line }: Cell): number {
  const same = a[row - 1] === b[column - 1];
  const swapped = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
  return Math.min(
    at(above, column) + 1,
    at(line, column - 1) + 1,
    at(above, column - 1) + (same ? 0 : 1),
    swapped ? at(before, column - 2) + 1 : Number.POSITIVE_INFINITY,
  );
}

const at = (line: readonly number[], column: number): number => line[column] ?? Number.POSITIVE_INFINITY;
