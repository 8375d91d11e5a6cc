import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { rules } from '../../src/review/rules/menu.ts';

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

/** Two cases of each rule: what it finds fault with, and what it lets pass. */
export function ownCases(): readonly ReviewCase[] {
  return rules.flatMap(({ id, tier, example }) => {
    const assumptions = { setup: example.schema, rows: example.rows, pg_version: String(example.serverVersion ?? 15) };
    const common = { canonical: id, tier, assumptions };
    return [
      { ...common, id: `${id}-bad`, expect: 'flag' as const, sql: example.bad },
      { ...common, id: `${id}-good`, expect: 'ok' as const, sql: example.good },
    ];
  });
}
