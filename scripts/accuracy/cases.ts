import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { rules } from '../../src/review/rules/menu.ts';
import type { Case, Rule } from '../../src/review/rules/rule.ts';

const shape = z.object({
  id: z.string(),
  /** The rule that the case is about. */
  canonical: z.string(),
  tier: z.enum(['lock', 'compat', 'data', 'transaction', 'security', 'style']),
  expect: z.enum(['flag', 'ok']),
  /** What the whole of it comes to, where that is known. */
  overall: z.enum(['safe', 'style', 'caution', 'risky', 'blocked']).optional(),
  sql: z.string(),
  /** A real server does otherwise than the case's source says: counts for nothing. */
  disputed: z.unknown().optional(),
  assumptions: z
    .object({
      pg_version: z.string().optional(),
      assume_in_transaction: z.boolean().optional(),
      in_transaction: z.boolean().optional(),
      setup: z.string().optional(),
      /** Rows of every table of the setup. */
      rows: z.number().optional(),
    })
    .default({}),
});

export type ReviewCase = z.infer<typeof shape>;

/** A file of cases, one JSON document a line. */
export function readCases(file: string): readonly ReviewCase[] {
  const lines = readFileSync(file, 'utf8').split('\n');
  const cases = lines.filter((line) => line.trim() !== '').map((line) => shape.parse(JSON.parse(line)));
  return cases.filter(({ disputed }) => disputed === undefined || disputed === false);
}

/** The file of cases that lies beside the project; null where there is none. */
export function casesBeside(root: string): string | null {
  const file = path.join(path.dirname(root), 'shared', 'corpus', 'review-cases.jsonl');
  return existsSync(file) ? file : null;
}

/** The cases of each rule: what it finds fault with, and what it lets pass. */
export function ownCases(): readonly ReviewCase[] {
  return rules.flatMap((rule) => {
    const { bad, good, ...given } = rule.example;
    const { schema, flagged, safe } = rule.cases ?? { flagged: [], safe: [] };
    const written = (one: string | Case): Case => ({
      ...(schema === undefined ? {} : { schema }),
      ...(typeof one === 'string' ? { sql: one } : one),
    });
    return [
      ...[{ ...given, sql: bad }, ...flagged.map(written)].map((one, at) => caseOf(rule, 'flag', one, at)),
      ...[{ ...given, sql: good }, ...safe.map(written)].map((one, at) => caseOf(rule, 'ok', one, at)),
    ];
  });
}

function caseOf({ id, tier }: Rule, expect: ReviewCase['expect'], one: Case, at: number): ReviewCase {
  const assumptions = { setup: one.schema, rows: one.rows, pg_version: String(one.serverVersion ?? 15) };
  return { canonical: id, tier, assumptions, expect, sql: one.sql, id: `${id}-${expect}-${at + 1}` };
}
