// npm run truth -- [--count 5000] [--seed n] [--stronger] [--all] [--list]: random statements on a private PostgreSQL, forecast against truth.
import { randomInt } from 'node:crypto';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { openPlaygroundDirectory } from '../playground/servers/playground-directory.ts';
import { startPostgres } from '../playground/servers/postgres.ts';
import { loadParser } from '../src/review/parse/parser.ts';
import { hunt } from '../test/support/truth/hunt.ts';
import { copyable, shrink } from '../test/support/truth/shrink.ts';

const { values } = parseArgs({
  options: {
    count: { type: 'string' },
    seed: { type: 'string' },
    all: { type: 'boolean' },
    stronger: { type: 'boolean' },
    list: { type: 'boolean' },
  },
});
const count = Number(values.count ?? 5_000);
const seed = Number(values.seed ?? randomInt(1_000_000));
console.log(`seed ${seed}, ${count} statements`);

const playground = await openPlaygroundDirectory();
const postgres = await startPostgres({ directory: path.join(playground.path, 'postgres') });
const ground = { parser: await loadParser(), url: await postgres.createDatabase('truth') };
try {
  const bag = await hunt(ground, { seed, count });
  console.log(
    `${bag.tried} tried, ${bag.judged} forecasts judged, ${((100 * bag.equal) / bag.judged).toFixed(2)} % equal, ${bag.stronger.length} stronger, ${bag.weaker.length} weaker`,
  );
  const differing = [...bag.weaker, ...(values.stronger ? bag.stronger : [])];
  if (values.list) {
    for (const one of differing)
      console.log(`${one.kind} (${one.catalog}, after ${one.before.length}): ${one.sql}: ${one.why}`);
  }
  const shown = values.list ? [] : oneOfEach(differing).slice(0, values.all ? undefined : 5);
  for (const one of shown) console.log(`\n${copyable(await shrink(ground, one))}`);
  if (bag.weaker.length > 0) {
    console.log(`\nagain: npm run truth -- --count ${count} --seed ${seed}`);
    process.exitCode = 1;
  }
} finally {
  await postgres[Symbol.asyncDispose]();
  playground.remove();
}

/** Of those that look alike, the first. */
function oneOfEach(differing) {
  const looks = ({ sql, why }) => `${sql.match(/[A-Z]{3,}/g)?.slice(0, 5)}${why.replace(/^.*?: /, '')}`;
  return [...new Map(differing.toReversed().map((one) => [looks(one), one])).values()].toReversed();
}
