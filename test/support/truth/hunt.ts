import { dice } from './dice.ts';
import type { Judged } from './judge.ts';
import { makeSchema } from './schema.ts';
import type { Differing } from './shrink.ts';
import { makeStatement } from './statements.ts';
import { type Ground, prepare, type Site, type Tried, tryNext, tryOne } from './trial.ts';
import { lookAtWorld } from './world.ts';

export interface Hunt {
  readonly seed: number;
  /** Statements to try. */
  readonly count: number;
}

export interface Bag {
  readonly tried: number;
  /** Took place, or was refused for what the forecast speaks of. */
  readonly judged: number;
  readonly equal: number;
  readonly weaker: readonly Differing[];
  readonly stronger: readonly Differing[];
}

const alone = 70;
const together = 30;

/** Tries random statements on random databases: most alone, some one after the other. */
export async function hunt(ground: Ground, { seed, count }: Hunt): Promise<Bag> {
  const bag = { tried: 0, judged: 0, equal: 0, weaker: [] as Differing[], stronger: [] as Differing[] };
  for (let world = 0; bag.tried < count; world += 1) {
    for await (const { tried, found } of onOneWorld(ground, seed * 1_000 + world)) {
      bag.tried += 1;
      for (const one of Object.values(tried.judged)) put(one);
      for (const one of found) bag[one.kind].push(one);
      if (bag.tried === count) break;
    }
  }
  return bag;

  function put({ kind }: Judged): void {
    if (kind === 'refused' || kind === 'idle') return;
    bag.judged += 1;
    if (kind === 'equal') bag.equal += 1;
  }
}

interface Shot {
  readonly tried: Tried;
  readonly found: readonly Differing[];
}

async function* onOneWorld(ground: Ground, seed: number): AsyncGenerator<Shot> {
  const chance = dice(seed);
  const zone = chance.of(['UTC', 'UTC', 'Europe/Berlin']);
  await using site = await prepare(ground, makeSchema(chance), zone);
  const world = await lookAtWorld(site.ask);
  for (let at = 0; at < alone; at += 1) {
    const tried = await tryOne(ground, site, makeStatement(chance, world));
    yield { tried, found: differences(site, [], tried) };
  }
  let kept: readonly string[] = [];
  for (let at = 0; at < together; at += 1) {
    const before = kept;
    const next = await tryNext(ground, site, before, makeStatement(chance, await lookAtWorld(site.ask)));
    ({ kept } = next);
    yield { tried: next.tried, found: differences(site, before, next.tried) };
  }
}

function differences({ schema, zone }: Site, before: readonly string[], { sql, judged }: Tried): readonly Differing[] {
  return (['live', 'ddl'] as const).flatMap((catalog) => {
    const one = judged[catalog];
    return one.kind === 'weaker' || one.kind === 'stronger'
      ? [{ kind: one.kind, catalog, zone, schema, before, sql, why: one.why }]
      : [];
  });
}
