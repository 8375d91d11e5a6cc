import type { Name } from '../names.ts';
import { fallsWith } from './falls-with.ts';
import type { Raised, Rule, Scene } from './rule.ts';

/** Dependents that are named one by one. */
const named = 8;

export const dropCascade: Rule = {
  id: 'D09',
  tier: 'data',
  title: 'CASCADE takes what nobody named',
  why: 'Views, foreign keys, columns and whole tables that depend on it go as well, without being written down anywhere.',
  locks: 'AccessExclusive on everything that goes.',
  source: 'PostgreSQL manual, Dependency Tracking',
  example: { bad: 'DROP TABLE orders CASCADE;', good: 'DROP VIEW totals;' },
  cases: {
    flagged: [
      'DROP VIEW v CASCADE',
      'DROP TYPE state CASCADE',
      'ALTER TABLE a DROP COLUMN b CASCADE',
      'DROP SCHEMA a CASCADE',
      'DROP FUNCTION f() CASCADE',
      'ALTER TABLE a DROP CONSTRAINT c CASCADE',
      'DROP EXTENSION e CASCADE',
    ],
    safe: ['DROP VIEW v RESTRICT', { schema: 'CREATE TABLE a (b int);', sql: 'DROP TABLE IF EXISTS a' }],
  },
  applies: (scene) => {
    const dropped = cascading(scene);
    if (dropped === null) return [];
    const also = [...new Set(dropped.flatMap((name) => fallsWith(scene, name)))];
    return [{ ...said(scene, also), relation: dropped[0] ?? null }];
  },
};

function said({ catalog, change }: Scene, also: readonly string[]): Omit<Raised, 'relation'> {
  if (also.length > 0) {
    const more = also.length > named ? ` and ${also.length - named} more` : '';
    const unseen = catalog.complete ? '' : ', and what else depends on it';
    const remedy = [
      '-- name what shall go, one statement each, without CASCADE; it takes:',
      ...also.map((one) => `--   ${one}`),
    ].join('\n');
    return {
      severity: 'risky',
      message: `CASCADE also takes ${also.slice(0, named).join(', ')}${more}${unseen}.`,
      remedy,
    };
  }
  const remedy = '-- without CASCADE, PostgreSQL says what is in the way';
  // Functions, triggers and policies are not followed.
  const followed = catalog.complete && !['function', 'schema', 'extension', 'other'].includes(kindOf(change));
  return followed
    ? { severity: 'caution', message: 'CASCADE takes what depends on it; nothing is known to do so.', remedy }
    : { severity: 'risky', message: 'CASCADE also takes whatever depends on it.', remedy };
}

function kindOf(change: Scene['change']): string {
  return change.kind === 'drop' ? change.what : change.kind;
}

function cascading({ change }: Scene): readonly Name[] | null {
  if (change.kind === 'drop-table' && change.cascade) return change.tables;
  if (change.kind === 'truncate' && change.cascade) return change.tables;
  if (change.kind === 'drop' && change.cascade) return change.names;
  if (change.kind === 'drop-index' && change.cascade) return change.indexes;
  return (change.kind === 'drop-column' || change.kind === 'drop-constraint') && change.cascade ? [change.table] : null;
}
