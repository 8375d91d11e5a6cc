import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import type { ReviewCase } from './cases.ts';
import { filesOf } from './measure.ts';

/** What each of squawk's rules speaks of, by the ids of the cases; generous where one of its rules stands for several. */
const meanings: Readonly<Record<string, readonly string[]>> = {
  'adding-field-with-default': ['L14', 'L15', 'L19'],
  'adding-foreign-key-constraint': ['L07', 'L18', 'L27'],
  'adding-not-nullable-field': ['L13'],
  'adding-required-field': ['B08'],
  'adding-serial-primary-key-field': ['L10', 'L16', 'L18'],
  'ban-alter-domain-with-add-constraint': ['L35'],
  'ban-char-field': ['S03'],
  'ban-concurrent-index-creation-in-transaction': ['L04', 'T04'],
  'ban-create-domain-with-constraint': ['L35', 'L17'],
  'ban-drop-column': ['B01', 'D07'],
  'ban-drop-database': ['D04'],
  'ban-drop-not-null': ['B10'],
  'ban-drop-table': ['B02', 'D07'],
  'ban-duplicate-column-assignments': ['S13'],
  'ban-truncate-cascade': ['D03'],
  'ban-uncommitted-transaction': ['T02'],
  'changing-column-type': ['L20', 'L21', 'D06', 'B15', 'B07'],
  'constraint-missing-not-valid': ['L06', 'L07', 'L08'],
  'disallowed-unique-constraint': ['L09', 'L18', 'D01'],
  'identifier-too-long': ['S08'],
  'prefer-bigint-over-int': ['S02'],
  'prefer-bigint-over-smallint': ['S02'],
  'prefer-identity': ['S01'],
  'prefer-repack': ['L22'],
  'prefer-robust-stmts': ['T05'],
  'prefer-text-field': ['S03'],
  'prefer-timestamp-tz': ['S04'],
  'renaming-column': ['B03'],
  'renaming-table': ['B04'],
  'require-concurrent-index-creation': ['L01'],
  'require-concurrent-index-deletion': ['L02'],
  'require-concurrent-partition-detach': ['L24'],
  'require-concurrent-reindex': ['L03'],
  'require-enum-value-ordering': ['S14'],
  'require-lock-timeout': ['L28'],
  'require-statement-timeout': ['L29'],
  'require-table-schema': ['S09'],
  'require-timeout-settings': ['L28', 'L29'],
  'transaction-nesting': ['T01', 'T03'],
};

/** Off by default, and asked for by some of the cases. */
const optIn = ['require-table-schema'];

const found = z.array(z.object({ file: z.string(), rule_name: z.string() }));

/** How squawk ends a case, by the same yardstick: its rule for the case's id spoke, or kept silent. */
export interface SquawkJudged {
  readonly one: ReviewCase;
  readonly right: boolean;
}

/** Runs squawk over all cases, in one process for each server version and way of transactions. */
export function judgeBySquawk(binary: string, cases: readonly ReviewCase[]): readonly SquawkJudged[] {
  const folder = mkdtempSync(path.join(tmpdir(), 'godwit-squawk-'));
  try {
    const ways = [...new Set(cases.map((one) => optionsOf(one).join(' ')))];
    return ways.flatMap((way) => {
      const some = cases.filter((one) => optionsOf(one).join(' ') === way);
      return judgeGroup({ binary, folder, options: way.split(' ') }, some);
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function optionsOf({ assumptions }: ReviewCase): readonly string[] {
  const version = Number.parseInt(assumptions.pg_version ?? '15', 10);
  const alone = assumptions.assume_in_transaction === false;
  return [`--pg-version=${version}.0`, alone ? '--no-assume-in-transaction' : '--assume-in-transaction'];
}

interface SquawkRun {
  readonly binary: string;
  readonly folder: string;
  readonly options: readonly string[];
}

function judgeGroup({ binary, folder, options }: SquawkRun, cases: readonly ReviewCase[]): readonly SquawkJudged[] {
  const written = cases.flatMap(({ id, sql }) =>
    filesOf(sql).map((file) => {
      const name = path.join(folder, `${id}-${file.path}`);
      writeFileSync(name, file.sql);
      return { id, name };
    }),
  );
  const argv = ['--reporter=json', `--include=${optIn.join(',')}`, ...options, ...written.map(({ name }) => name)];
  const { stdout } = spawnSync(binary, argv, { encoding: 'utf8', maxBuffer: 2 ** 28, cwd: folder });
  const findings = found.parse(JSON.parse(stdout));
  return cases.map((one) => {
    const own = new Set(written.flatMap(({ id, name }) => (id === one.id ? [name] : [])));
    const spoke = findings.some(({ file, rule_name }) => own.has(file) && meanings[rule_name]?.includes(one.canonical));
    return { one, right: spoke === (one.expect === 'flag') };
  });
}
