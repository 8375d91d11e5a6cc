import type { Change } from '../changes/change.ts';
import { isDoBlock } from '../changes/do-block.ts';
import { allOf, as, type Node, optionText } from '../parse/ast.ts';
import { isAlone, type Rule } from './rule.ts';

/** What the statement is called, where it is CONCURRENTLY. */
function concurrentWords(change: Change): string | null {
  if (!('concurrently' in change) || !change.concurrently || change.kind === 'refresh') return null;
  if (change.kind === 'create-index') return 'CREATE INDEX CONCURRENTLY';
  if (change.kind === 'drop-index') return 'DROP INDEX CONCURRENTLY';
  return change.kind === 'reindex' ? 'REINDEX CONCURRENTLY' : 'DETACH PARTITION CONCURRENTLY';
}

/** A DO block runs in a transaction of its own making, whatever stands around it. */
function isInDoBlock(node: Node | null): boolean {
  const options = allOf(as(node, 'DoStmt')?.args, 'DefElem');
  const body = optionText(options.find(({ defname }) => defname === 'as')?.arg) ?? '';
  return /\b(create\s+(unique\s+)?index|drop\s+index|reindex\s+\w+)\s+concurrently\b/i.test(body);
}

export const concurrentlyInCompany: Rule = {
  id: 'L04',
  tier: 'transaction',
  title: 'CONCURRENTLY cannot run in a transaction',
  why: 'Prisma before 7.4 sends a file as one query, which PostgreSQL runs as one transaction: with company, CONCURRENTLY ends with SQLSTATE 25001. From 7.4 on files are split, except between BEGIN and COMMIT.',
  versions:
    'Prisma before 7.4 sends a file as one query; from 7.4 on it splits files, except between BEGIN and COMMIT.',
  source: 'PostgreSQL manual, CREATE INDEX and “Multiple Statements in a Simple Query”; measured on PostgreSQL 15',
  example: {
    bad: 'CREATE INDEX CONCURRENTLY orders_user_idx ON orders (user_id);\nALTER TABLE orders ADD COLUMN note text;',
    good: 'CREATE INDEX CONCURRENTLY orders_user_idx ON orders (user_id);',
  },
  cases: {
    flagged: [
      'BEGIN; DROP INDEX CONCURRENTLY i; COMMIT;',
      'REINDEX TABLE CONCURRENTLY orders; SELECT 1;',
      'ALTER TABLE events DETACH PARTITION e1 CONCURRENTLY; DROP TABLE e1;',
      "SET lock_timeout = '1s'; CREATE INDEX CONCURRENTLY i ON orders (id);",
      'DO $$ BEGIN CREATE INDEX CONCURRENTLY i ON orders (id); END $$;',
      "DO $x$ BEGIN EXECUTE 'drop index concurrently i'; END $x$;",
    ],
    safe: [
      '-- a comment; with a semicolon\nCREATE INDEX CONCURRENTLY i ON orders (id);',
      'REFRESH MATERIALIZED VIEW CONCURRENTLY totals; SELECT 1;',
    ],
  },
  applies: (scene) => {
    const { change, place } = scene;
    if (change.kind === 'other' && change.node === 'Do' && isInDoBlock(scene.node())) {
      const message = 'CONCURRENTLY fails inside a DO block (25001): it cannot run in a transaction.';
      const remedy = '-- Put the statement itself, without DO, alone into a migration file of its own.';
      return [{ severity: 'blocked', message, remedy, relation: null }];
    }
    const words = concurrentWords(change);
    if (words === null || isDoBlock(place.changes[place.position] ?? [])) return [];
    const inBlock = place.inBlock[place.position] === true;
    if (!inBlock && (place.atomicity === 'statement' || isAlone(scene))) {
      const note = `${words} runs outside a transaction: where it fails, what it has done so far stays.`;
      return [{ severity: 'safe', message: note, remedy: '-- it stays alone in its file', relation: null }];
    }
    const severity = inBlock || place.atomicity === 'file' ? 'blocked' : 'caution';
    const message = `${words} fails here (25001): it cannot run in a transaction, and this file runs as one.`;
    const remedy = '-- Put this statement alone into a migration file of its own, without BEGIN and COMMIT.';
    return [{ severity, message, remedy, relation: null }];
  },
};
