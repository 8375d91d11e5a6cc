import { readFileSync } from 'node:fs';
import pg from 'pg';
import { startPrivateNetwork } from '../../../playground/servers/private-network.ts';
import { readCatalog } from '../../../src/database/catalog.ts';
import { Secret } from '../../../src/lib/secret.ts';
import { loadParser } from '../../../src/review/parse/parser.ts';
import { figureLine } from '../../rounds.ts';
import { atMostMs } from '../limits.ts';
import type { ReviewMeasure } from '../measure.ts';

/** Row 4: reading a live database of 2 000 tables. */
export const liveCatalog: ReviewMeasure = {
  row: 4,
  title: 'a live catalog of 2 000 tables',
  take: async (ground, rounds) => {
    await using network = await startPrivateNetwork([]);
    const url = await network.postgres.createDatabase('large');
    await fill(url, readFileSync(ground.schema, 'utf8'));
    const parser = await loadParser();
    const figures = [];
    for (let round = 0; round <= rounds; round += 1) {
      const begun = performance.now();
      const read = await readCatalog(parser, new Secret(url));
      if (read.kind === 'unusable') throw new Error(read.why);
      figures.push(performance.now() - begun);
    }
    const note =
      'connection, all queries in one read-only snapshot, and the catalog made of them; the first read warms both sides.';
    return [
      figureLine(
        { row: 4, measure: 'reading a live catalog of 2 000 tables', note },
        figures.slice(1),
        atMostMs(1_000),
      ),
    ];
  },
};

async function fill(url: string, ddl: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    for (const statement of ddl.split(/;\n/)) await client.query(statement); // one transaction would need as many locks
  } finally {
    await client.end();
  }
}
