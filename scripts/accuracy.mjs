// npm run accuracy [-- --cases <file>] [--misses]: how much the reviewer finds, and how much it leaves alone.
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadParser } from '../src/review/parse/parser.ts';
import { casesBeside, ownCases, readCases } from './accuracy/cases.ts';
import { inShort, judge, score, verdictRecall } from './accuracy/measure.ts';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const at = process.argv.indexOf('--cases');
const file = at === -1 ? casesBeside(root) : process.argv[at + 1];
const cases = file ? readCases(file) : ownCases();
const parser = await loadParser();

const percent = (share) => `${(100 * share).toFixed(1)} %`.padStart(8);
console.log(`${cases.length} cases, ${file ? path.basename(file) : "the rules' own"}`);
for (const catalog of [true, false]) {
  const judged = cases.map((one) => judge(parser, one, catalog));
  console.log(catalog ? '\nwith what each case says of its database' : '\nwithout a catalog');
  const groups = [
    ['all but taste', judged.filter(({ one }) => one.tier !== 'style')],
    ...['lock', 'compat', 'data', 'transaction', 'style'].map((tier) => [
      tier,
      judged.filter(({ one }) => one.tier === tier),
    ]),
  ];
  for (const [name, some] of groups) {
    const { recall, specificity, flags, passes } = score(some);
    console.log(
      `${name.padEnd(14)} recall ${percent(recall)} of ${String(flags).padStart(3)}   specificity ${percent(specificity)} of ${String(passes).padStart(3)}   not called safe ${percent(verdictRecall(some))}`,
    );
  }
  if (!process.argv.includes('--misses') || !catalog) continue;
  for (const { one, review, right } of judged.filter(({ one: { tier } }) => tier !== 'style')) {
    if (right) continue;
    const found = review.files.flatMap(({ statements }) => statements.flatMap(({ findings }) => findings));
    console.log(
      `${one.id} ${one.canonical} ${one.expect} ${one.overall ?? ''} | ${one.sql.replace(/\s+/g, ' ').slice(0, 200)} | ${review.verdict}: ${inShort(found)}`,
    );
  }
}
