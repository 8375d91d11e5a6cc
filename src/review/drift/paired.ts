/** Things of two sides: those that are one, those only of the first, those only of the second. */
export interface Paired<One> {
  readonly both: readonly (readonly [One, One])[];
  readonly gone: readonly One[];
  readonly added: readonly One[];
}

/** Pairs by name first; what is left is one where its shape is the same, as after a rename. */
export function paired<One extends { readonly name: string }>(
  own: readonly One[],
  there: readonly One[],
  shape: (one: One) => string,
): Paired<One> {
  const byName = new Map(there.map((one) => [one.name, one]));
  const both: [One, One][] = own.flatMap((one) => pairWith(one, byName.get(one.name)));
  const names = new Set(both.map(([{ name }]) => name));
  const rest = there.filter(({ name }) => !names.has(name));
  const gone: One[] = [];
  for (const one of own.filter(({ name }) => !names.has(name))) {
    const at = rest.findIndex((other) => shape(other) === shape(one));
    const [same] = at < 0 ? [] : rest.splice(at, 1);
    if (same === undefined) gone.push(one);
    else both.push([one, same]);
  }
  return { both, gone, added: rest };
}

const pairWith = <One>(one: One, other: One | undefined): [One, One][] => (other === undefined ? [] : [[one, other]]);
