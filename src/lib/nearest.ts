/** The one of `known` that is most like `typed`, as after a slip of the finger; null when none is near. */
export function nearest(typed: string, known: readonly string[]): string | null {
  const limit = Math.max(1, Math.floor(typed.length / 3));
  const ranked = known
    .map((word) => ({ word, distance: editDistance(typed.toLowerCase(), word.toLowerCase()) }))
    .filter(({ distance }) => distance <= limit)
    .sort((a, b) => a.distance - b.distance);
  return ranked[0]?.word ?? null;
}

/**
 * How many letters to insert, delete, replace or swap with their neighbour to make one word of the other
 * (optimal string alignment). Row n holds the distances of the first n letters of `from`.
 */
function editDistance(from: string, to: string): number {
  const rows = [Array.from({ length: to.length + 1 }, (_, column) => column)];
  for (let row = 1; row <= from.length; row += 1) {
    rows.push([row]);
    for (let column = 1; column <= to.length; column += 1) rows[row]?.push(cheapest({ from, to, rows, row, column }));
  }
  return rows.at(-1)?.at(-1) ?? 0;
}

interface Cell {
  readonly from: string;
  readonly to: string;
  readonly rows: readonly (readonly number[])[];
  readonly row: number;
  readonly column: number;
}

function cheapest({ from, to, rows, row, column }: Cell): number {
  const at = (up: number, left: number): number => rows[row - up]?.[column - left] ?? Number.POSITIVE_INFINITY;
  const same = from[row - 1] === to[column - 1];
  const swapped = from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1];
  return Math.min(
    at(1, 0) + 1,
    at(0, 1) + 1,
    at(1, 1) + (same ? 0 : 1),
    swapped ? at(2, 2) + 1 : Number.POSITIVE_INFINITY,
  );
}
