import type { Change, TableChange } from '../changes/change.ts';
import { sqlName } from '../names.ts';
import { label, type Rule, someEarlierOnTable } from './rule.ts';

/** Clauses that ALTER TABLE joins; VALIDATE must stay apart. */
function isClause(change: Change): change is TableChange {
  return (
    'only' in change &&
    ![
      'validate-constraint',
      'rename-column',
      'rename-table',
      'rename-constraint',
      'set-table-schema',
      'create-index',
      'truncate',
      'create-trigger',
      'create-policy',
      'create-rule',
      'attach-partition',
      'detach-partition',
    ].includes(change.kind)
  );
}

export const severalAlters: Rule = {
  id: 'L31',
  tier: 'style',
  optional: true,
  title: 'One table is altered several times',
  why: 'Each ALTER TABLE takes its lock anew, and each that reads the table reads it again. Clauses of one ALTER TABLE share both.',
  example: {
    bad: 'ALTER TABLE orders ADD COLUMN a int;\nALTER TABLE orders ADD COLUMN b int;',
    good: 'ALTER TABLE orders ADD COLUMN a int, ADD COLUMN b int;',
  },
  applies: (scene) => {
    const { change, first } = scene;
    if (!first || !isClause(change)) return [];
    // What a new table gets at once could stand in its CREATE TABLE.
    const before = someEarlierOnTable(
      scene,
      change.table,
      (one) => isClause(one) || (one.kind === 'create-table' && change.kind === 'add-column'),
    );
    if (!before) return [];
    return [
      {
        severity: 'safe',
        message: `${label(scene, change.table)} is altered more than once in this file.`,
        remedy: `ALTER TABLE ${sqlName(change.table)} …, …; -- one statement, several clauses`,
        relation: change.table,
        evenNew: true,
      },
    ];
  },
};
