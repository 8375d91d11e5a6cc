// npm run accuracy [-- --cases <file>] [--misses]: how much the reviewer finds, and how much it leaves alone.
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadParser } from '../src/review/parse/parser.ts';
import { casesBeside, ownCases, readCases } from './accuracy/cases.ts';
import { disputed } from './accuracy/disputed.ts';
import { inShort, judge, score, verdictRecall } from './accuracy/measure.ts';
import { judgeBySquawk } from './accuracy/squawk.ts';
import { squawkBinary } from './squawk-binary.ts';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const at = process.argv.indexOf('--cases');
const file = at === -1 ? casesBeside(root) : process.argv[at + 1];
const cases = file ? readCases(file) : ownCases();
const parser = await loadParser();
const binary = squawkBinary();
const bySquawk =
  binary === null ? null : new Map(judgeBySquawk(binary, cases).map((judged) => [judged.one.id, judged]));

const percent = (share) => `${(100 * share).toFixed(1)} %`.padStart(8);
console.log(`${cases.length} cases, ${file ? path.basename(file) : "the rules' own"}`);
console.log('A flag counts by the very rule at caution or worse (taste: at all), a pass by none of that rule.');
console.log(
  bySquawk === null
    ? 'squawk has no program for this machine: its columns are left out.'
    : 'squawk beside it, recall and specificity: its own rule spoke, or kept silent. It reads no database.',
);
for (const catalog of [true, false]) {
  const judged = cases.map((one) => judge(parser, one, catalog));
  console.log(catalog ? '\nwith what each case says of its database' : '\nwithout a catalog');
  line('all', judged);
  line('all but taste', judged.filter(isNoTaste));
  for (const tier of ['lock', 'compat', 'data', 'transaction', 'security', 'style']) {
    line(
      tier,
      judged.filter(({ one }) => one.tier === tier),
    );
  }
  line(
    'undisputed',
    judged.filter(({ one, right }) => right || disputed[one.id] === undefined),
  );
  const spirit = score(judged.filter(isNoTaste), 'inSpirit');
  console.log(
    `also by kindred rules and as information, taste left out: recall ${percent(spirit.recall)}   specificity ${percent(spirit.specificity)}   not called safe ${percent(verdictRecall(judged.filter(isNoTaste)))}`,
  );
  if (catalog) sayMisses(judged);
}

function isNoTaste({ one }) {
  return one.tier !== 'style';
}

/** Godwit and squawk beside it; squawk reads no database. */
function line(name, some) {
  if (some.length === 0) return;
  const { recall, specificity, flags, passes } = score(some);
  const theirs = bySquawk === null ? null : score(some.map(({ one }) => bySquawk.get(one.id)));
  const beside = theirs === null ? '' : `   squawk ${percent(theirs.recall)} ${percent(theirs.specificity)}`;
  console.log(
    `${name.padEnd(14)} recall ${percent(recall)} of ${String(flags).padStart(3)}   specificity ${percent(specificity)} of ${String(passes).padStart(3)}${beside}`,
  );
}

/** The disputed ones with their reason; with `--misses` the others with what was found instead. */
function sayMisses(judged) {
  const wrong = judged.filter(({ right }) => !right);
  const argued = wrong.filter(({ one }) => disputed[one.id] !== undefined);
  if (argued.length > 0) console.log('\nended otherwise on purpose:');
  for (const { one } of argued) console.log(`  ${one.id} ${one.canonical} ${one.expect}: ${disputed[one.id]}`);
  if (!process.argv.includes('--misses')) return;
  for (const { one, review } of wrong.filter((miss) => !argued.includes(miss))) {
    const found = review.files.flatMap(({ statements }) => statements.flatMap(({ findings }) => findings));
    console.log(
      `${one.id} ${one.canonical} ${one.expect} ${one.overall ?? ''} | ${one.sql.replace(/\s+/g, ' ').slice(0, 200)} | ${review.verdict}: ${inShort(found)}`,
    );
  }
}
