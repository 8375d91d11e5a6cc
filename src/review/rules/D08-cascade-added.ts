import type { Constraint } from '../catalog/model.ts';
import { sqlName } from '../names.ts';
import { label, type Rule } from './rule.ts';

export const cascadeAdded: Rule = {
  id: 'D08',
  tier: 'data',
  title: 'Deleting a row deletes others',
  why: 'ON DELETE CASCADE and ON UPDATE CASCADE widen what one statement of running code does. Prisma writes ON UPDATE CASCADE by itself, which this rule leaves alone.',
  source: 'PostgreSQL manual, Constraints, Foreign Keys',
  example: {
    bad: 'ALTER TABLE orders ADD FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE NOT VALID;',
    good: 'ALTER TABLE orders ADD FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE RESTRICT NOT VALID;',
  },
  cases: {
    flagged: [
      'CREATE TABLE a (u int REFERENCES users ON DELETE CASCADE)',
      'ALTER TABLE a ADD COLUMN u int REFERENCES users ON DELETE CASCADE',
    ],
    safe: ['ALTER TABLE a ADD FOREIGN KEY (u) REFERENCES users ON DELETE SET NULL NOT VALID'],
  },
  applies: (scene) => {
    const { change } = scene;
    if (change.kind !== 'create-table' && change.kind !== 'add-constraint' && change.kind !== 'add-column') return [];
    const constraints: readonly Constraint[] =
      change.kind === 'add-constraint' ? [change.constraint] : change.constraints;
    return constraints.flatMap((one) => {
      if (one.kind !== 'foreign' || one.onDelete !== 'cascade') return [];
      const message = `Deleting a row of ${label(scene, one.target)} deletes its rows of ${label(scene, change.table)} from now on.`;
      return [
        {
          severity: 'caution',
          message,
          remedy: `-- … REFERENCES ${sqlName(one.target)} ON DELETE RESTRICT, and delete in code`,
          relation: change.table,
          evenNew: true,
        },
      ];
    });
  },
};
