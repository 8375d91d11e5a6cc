import { type Name, nameOf } from '../names.ts';
import { allOf, type NodeOf } from '../parse/ast.ts';
import { within } from '../parse/walk.ts';
import { whereOf } from './where.ts';

/** The tables of which a `SELECT … FOR UPDATE` (SHARE and their kin) locks every row: no WHERE and no LIMIT spares one. */
export function lockedWhole(statement: NodeOf<'SelectStmt'>): readonly Name[] {
  const clauses = allOf(statement.lockingClause, 'LockingClause');
  if (clauses.length === 0 || [statement, ...within(statement.fromClause, 'SelectStmt')].some(isNarrowed)) return [];
  const made = new Set(within(statement, 'CommonTableExpr').map(({ ctename }) => ctename));
  const named = clauses.map(({ lockedRels }) => allOf(lockedRels, 'RangeVar').map(({ relname }) => relname));
  return within(statement.fromClause, 'RangeVar')
    .filter(({ schemaname, relname }) => schemaname !== undefined || !made.has(relname))
    .filter(({ alias, relname }) => named.some((of) => of.length === 0 || of.includes(alias?.aliasname ?? relname)))
    .map(nameOf);
}

const isNarrowed = ({ whereClause, limitCount }: NodeOf<'SelectStmt'>): boolean =>
  whereOf(whereClause) === 'some' || limitCount !== undefined;
