import { describe, expect, it } from 'vitest';
import type { Sha256 } from '../../../src/domain/ids.ts';
import type { HistoryRow, MigrationFile } from '../../../src/domain/migration.ts';
import { truthOf } from '../../../src/domain/resolve.ts';
import { epochMs } from '../../../src/lib/time.ts';
import { compareMigrations } from '../../../src/prisma-cli/compare.ts';
import type { Look } from '../../../src/steps/look.ts';
import { standingOf } from '../../../src/steps/look-for-file.ts';
import { migrationMeant, refusedBy, resolveRefusal } from '../../../src/steps/resolve-report.ts';

const sha = 'a'.repeat(64) as Sha256;
const file = (name: string): MigrationFile => ({ name, sha256: sha, sha256Lf: sha, sha256Crlf: sha, bytes: 1 });
const row = (name: string, state: 'failed' | 'applied' | 'rolled-back', at = 1): HistoryRow => ({
  id: `${name}/${at}`,
  name,
  checksum: sha,
  startedAt: epochMs(at),
  finishedAt: state === 'applied' ? epochMs(at) : null,
  rolledBackAt: state === 'rolled-back' ? epochMs(at) : null,
  logs: null,
});
const look = (names: readonly string[], history: readonly HistoryRow[]): Look => {
  const files = names.map(file);
  const project = { prismaVersion: '7.10.0', migrationsPath: 'prisma/migrations', files };
  return { project, history, comparison: compareMigrations({ files, history }) };
};

describe('how the history stands by a migration', () => {
  it.each([
    ['failed', [row('a', 'rolled-back', 1), row('a', 'failed', 2)]],
    ['applied', [row('a', 'rolled-back', 1), row('a', 'applied', 2)]],
    ['rolled-back', [row('a', 'rolled-back')]],
    ['pending', []],
  ] as const)('%s', (standing, history) => {
    expect(standingOf(look(['a'], history), 'a')).toBe(standing);
  });

  it('is unknown where there is neither file nor row', () => {
    expect(standingOf(look(['a'], []), 'b')).toBe('unknown');
  });
});

describe('what Prisma would refuse', () => {
  it.each([
    ['failed', null, null],
    ['applied', 'already-applied', 'not-failed'],
    ['rolled-back', null, 'not-failed'],
    ['pending', null, 'never-applied'],
    ['unknown', 'unknown-migration', 'unknown-migration'],
  ] as const)('of a migration that is %s', (standing, applied, rolledBack) => {
    expect(refusedBy(standing, 'a').applied?.code ?? null).toBe(applied);
    expect(resolveRefusal(standing, 'a', 'rolled-back')?.code ?? null).toBe(rolledBack);
  });
});

describe('the migration that was meant', () => {
  const names = look(['20240101_init', '20240102_add_orders', '20240103_add_products'], []);

  it('is the one of that name, or the only one whose name holds it', () => {
    expect(migrationMeant('20240101_init', names)).toBe('20240101_init');
    expect(migrationMeant('Add_Orders', names)).toBe('20240102_add_orders');
    expect(migrationMeant('add', names)).toBeNull();
    expect(migrationMeant('', names)).toBeNull();
    expect(migrationMeant('b', look([], [row('b', 'failed')]))).toBe('b');
  });
});

describe('which end is true', () => {
  const found = { present: 0, absent: 0, unknown: 0, file: sha };

  it.each([
    ['failed', 'all', 'applied'],
    ['failed', 'none', 'rolled-back'],
    ['failed', 'some', null],
    ['failed', 'unknown', null],
    ['pending', 'all', 'applied'],
    ['pending', 'none', null],
  ] as const)('of a %s one of which %s is there: %s', (standing, extent, truth) => {
    expect(truthOf({ standing, found: { ...found, extent } })).toBe(truth);
  });
});
