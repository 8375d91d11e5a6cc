import { describe, expect, test } from 'vitest';
import { emptyCatalog } from '../../../src/review/catalog/catalog.ts';
import { loadParser } from '../../../src/review/parse/parser.ts';
import { freshDatabase } from '../../support/databases.ts';
import { hunt } from '../../support/truth/hunt.ts';
import { copyable, shrink } from '../../support/truth/shrink.ts';
import { type Ground, prepare, tryOne } from '../../support/truth/trial.ts';

/** Always the same: what is random belongs into `npm run truth`. */
const seed = 7;
const count = 400;

describe('the forecast for random statements on random databases', () => {
  test('is never weaker than what PostgreSQL does, and nearly always the same', async () => {
    const ground: Ground = { parser: await loadParser(), url: await freshDatabase('truth') };
    const { judged, equal, weaker, stronger } = await hunt(ground, { seed, count });
    const share = equal / judged;
    console.log(`seed ${seed}: ${judged} forecasts judged, ${(100 * share).toFixed(1)} % equal`);
    const [first] = weaker;
    expect(first === undefined ? 'none is weaker' : copyable(await shrink(ground, first))).toBe('none is weaker');
    expect(judged).toBeGreaterThan(300);
    expect(share, stronger.map(({ sql, why }) => `${sql}: ${why}`).join('\n')).toBeGreaterThanOrEqual(0.97);
  }, 180_000);

  test('would be seen to be weaker', async () => {
    const ground: Ground = { parser: await loadParser(), url: await freshDatabase('truth') };
    await using site = await prepare(ground, ['CREATE TABLE orders (id int)', 'CREATE INDEX ON orders (id)'], 'UTC');
    const { live } = site.catalogs;
    const blind = { ...site, catalogs: { live, ddl: emptyCatalog({ complete: true, serverVersion: 15 }) } };
    const { judged } = await tryOne(ground, blind, 'DROP INDEX orders_id_idx');
    expect(judged.live).toEqual({ kind: 'equal' });
    expect(judged.ddl).toEqual({ kind: 'weaker', why: 'orders: lock said null, is AccessExclusive' });
  });
});
