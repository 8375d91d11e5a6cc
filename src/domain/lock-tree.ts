import type { Holder, LockNode, LockSnapshot } from './locks.ts';

/** A tree in the order in which it is read: who holds most people up comes first. */
export interface LockTree {
  readonly nodes: readonly Omit<LockNode, 'ofRun'>[];
  /** How many stand behind one another at most. */
  readonly levels: number;
}

interface Placed {
  readonly level: number;
  /** Null: it stands at the top. */
  readonly parent: string | null;
  readonly deadlock: boolean;
}

type Graph = ReadonlyMap<string, Holder>;

/**
 * Makes a tree of who waits for whom. Whoever waits for several stands below the one that is freed last, which waits
 * furthest down itself. Of sessions that wait for each other the one that waits longest is put on top.
 */
export function lockTree({ holders }: Pick<LockSnapshot, 'holders'>): LockTree {
  const graph = withoutGone(holders);
  const placed = placesOf(graph);
  const behind = countBehind(graph);
  const below = (parent: string | null) =>
    [...graph.keys()].filter((id) => (placed.get(id)?.parent ?? null) === parent);
  const nodes: Omit<LockNode, 'ofRun'>[] = [];
  const visit = (id: string, above: readonly string[]): void => {
    const holder = graph.get(id);
    if (holder === undefined) return;
    const alsoBehind = holder.blockedBy.filter((other) => !above.includes(other) && other !== id);
    const { who, wait } = holder;
    const deadlock = placed.get(id)?.deadlock ?? false;
    nodes.push({ id, depth: above.length, who, wait, behind: behind.get(id) ?? 0, alsoBehind, deadlock });
    for (const child of inOrder(below(id))) visit(child, [...above, id]);
  };
  const inOrder = (ids: readonly string[]) =>
    ids.toSorted((a, b) => (behind.get(b) ?? 0) - (behind.get(a) ?? 0) || longer(graph.get(a), graph.get(b)));
  for (const root of inOrder(below(null))) visit(root, []);
  return { nodes, levels: Math.max(0, ...nodes.map(({ depth }) => depth + 1)) };
}

const longer = (a: Holder | undefined, b: Holder | undefined): number =>
  (b?.wait?.ms ?? 0) - (a?.wait?.ms ?? 0) || ((a?.id ?? '') < (b?.id ?? '') ? -1 : 1);

/** The server is not asked in one instant: whoever ended meanwhile blocks nobody, and whoever is then free waits no more. */
function withoutGone(holders: readonly Holder[]): Graph {
  const known = new Set(holders.map(({ id }) => id));
  const present = holders.map((holder) => ({
    ...holder,
    blockedBy: [...new Set(holder.blockedBy)].filter((id) => known.has(id) && id !== holder.id),
  }));
  const blocking = new Set(present.flatMap(({ blockedBy }) => blockedBy));
  const matters = present.filter(({ id, blockedBy }) => blockedBy.length > 0 || blocking.has(id));
  return new Map(matters.map((holder) => [holder.id, holder]));
}

function placesOf(graph: Graph): ReadonlyMap<string, Placed> {
  const placed = new Map<string, Placed>();
  const left = new Set(graph.keys());
  while (left.size > 0) {
    const ready = [...left].filter((id) => blockersOf(graph, id).every((blocker) => !left.has(blocker)));
    if (ready.length === 0) {
      const id = entryOf(graph, left);
      placed.set(id, { level: 0, parent: null, deadlock: true });
      left.delete(id);
      continue;
    }
    for (const id of ready) placed.set(id, placeUnder(blockersOf(graph, id), placed));
    for (const id of ready) left.delete(id);
  }
  return placed;
}

const blockersOf = (graph: Graph, id: string): readonly string[] => graph.get(id)?.blockedBy ?? [];

function placeUnder(blockers: readonly string[], placed: ReadonlyMap<string, Placed>): Placed {
  const levelOf = (id: string) => placed.get(id)?.level ?? 0;
  const [parent] = blockers.toSorted((a, b) => levelOf(b) - levelOf(a) || (a < b ? -1 : 1));
  return parent === undefined
    ? { level: 0, parent: null, deadlock: false }
    : { level: levelOf(parent) + 1, parent, deadlock: false };
}

/** Where a circle is opened: of those who wait for themselves by way of others, the one that waits longest. */
function entryOf(graph: Graph, left: ReadonlySet<string>): string {
  const inCircle = [...left].filter((id) => reachable(graph, id, left).has(id));
  const [entry] = inCircle.toSorted((a, b) => longer(graph.get(a), graph.get(b)));
  if (entry === undefined) throw new Error('making a tree of locks: nobody is free, and nobody waits in a circle');
  return entry;
}

function reachable(graph: Graph, from: string, within: ReadonlySet<string>): ReadonlySet<string> {
  const found = new Set<string>();
  const next = [...blockersOf(graph, from)];
  for (let id = next.pop(); id !== undefined; id = next.pop()) {
    if (found.has(id) || !within.has(id)) continue;
    found.add(id);
    next.push(...blockersOf(graph, id));
  }
  return found;
}

/** How many wait for each, directly or behind others; nobody waits for themselves. */
function countBehind(graph: Graph): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  const all = new Set(graph.keys());
  for (const waiter of all) {
    for (const blocker of reachable(graph, waiter, all)) {
      if (blocker !== waiter) counts.set(blocker, (counts.get(blocker) ?? 0) + 1);
    }
  }
  return counts;
}
