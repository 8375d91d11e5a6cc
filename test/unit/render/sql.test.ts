import { describe, expect, test } from 'vitest';
import { filesCutShort, sqlBlock, sqlFile } from '../../../src/render/sql.ts';
import { finding, review } from '../../fakes/sample-reviews.ts';
import { aRun, names, plan, sha } from './samples.ts';

const longSql = Array.from({ length: 274 }, (_, line) => `INSERT INTO "Order" VALUES (${line});`).join('\n');

describe('SQL in a modal', () => {
  test('says how many lines are left out', () => {
    expect(sqlBlock(longSql).mrkdwn).toMatch(/… 214 more lines\n```$/);
  });

  test('says how much of an endless line is left out', () => {
    expect(sqlBlock(`SELECT '${'<'.repeat(50_000)}';\nSELECT 1;`).mrkdwn).toMatch(
      /… 49,?721 more characters in this line\n… 1 more line\n```$/,
    );
  });

  test('shows characters that turn the direction of reading', () => {
    expect(sqlBlock('DROP TABLE a; --\u202E safe').mrkdwn).toContain('⟨U+202E⟩');
  });

  test('cannot leave its frame', () => {
    expect(sqlBlock('SELECT 1; ```\n<!channel>').mrkdwn).toBe('```\nSELECT 1; ˋˋˋ\n&lt;!channel&gt;\n```');
  });
});

describe('SQL in a file', () => {
  const run = aRun({ plan: { ...plan, pending: plan.pending.slice(0, 2) } });

  test('holds every text whole, in order', () => {
    const sql = new Map([
      [sha('2'), longSql],
      [sha('1'), 'SELECT 1;\n'],
    ]);
    expect(sqlFile(run, sql)).toEqual({
      name: 'r7f3k2mq-aaaaaaaa.sql',
      title: 'SQL of 2 migrations',
      content: `-- ${names[0]}\nSELECT 1;\n\n-- ${names[1]}\n${longSql}\n`,
    });
  });

  test('says above each file what the review found, in one line each', () => {
    const [file = ''] = names;
    const found = [
      finding({ file, severity: 'risky', sentence: 'It\nlocks.' }),
      finding({ file, rule: 'B01', allowance: 'old' }),
    ];
    const content = sqlFile(aRun({ plan: { ...plan, review: review(found) } }), new Map()).content;
    expect(content.split('\n').slice(1, 3)).toEqual([
      '-- statement 1: risky (L01): It locks.',
      '-- statement 1: caution (B01, allowed: old): Building i blocks all writes to orders.',
    ]);
  });

  test('a name cannot end its comment', () => {
    const evil = aRun({ plan: { ...plan, pending: [{ name: 'a\nDROP TABLE b;', sha256: sha('1') }] } });
    expect(sqlFile(evil, new Map()).content).toBe('-- a DROP TABLE b;\n-- the text of this file is not at hand\n');
  });

  test('is wanted only where the modal leaves something out', () => {
    expect(filesCutShort(run.plan?.pending ?? [], new Map([[sha('1'), 'SELECT 1;']]))).toBe(false);
    expect(filesCutShort(run.plan?.pending ?? [], new Map([[sha('1'), longSql]]))).toBe(true);
    expect(filesCutShort(run.plan?.pending ?? [], new Map([[sha('1'), '<'.repeat(2_000)]]))).toBe(true);
  });
});
