import { quoted } from '../names.ts';
import { label, type Rule } from './rule.ts';

/** Key columns up to which an index mostly earns its keep. */
const most = 3;

export const wideIndex: Rule = {
  id: 'S06',
  tier: 'style',
  title: 'An index of more than three columns',
  why: 'Each further column makes the index larger and every write dearer, and seldom narrows a search. A unique index is another matter: it says what is unique. Columns that are only read belong into INCLUDE.',
  optional: true,
  source: 'PostgreSQL manual, Multicolumn Indexes',
  example: {
    bad: 'CREATE INDEX CONCURRENTLY orders_wide_idx ON orders (shop_id, user_id, state, made_at);',
    good: 'CREATE INDEX CONCURRENTLY orders_narrow_idx ON orders (shop_id, user_id) INCLUDE (state);',
  },
  cases: {
    flagged: ['CREATE INDEX CONCURRENTLY i ON a (b, c, d, e)'],
    safe: [
      'CREATE INDEX CONCURRENTLY i ON a (b, c, d)',
      'CREATE UNIQUE INDEX CONCURRENTLY i ON a (b, c, d, e)',
      'CREATE INDEX CONCURRENTLY i ON a (b) INCLUDE (c, d, e)',
    ],
  },
  applies: (scene) => {
    const { change } = scene;
    if (change.kind !== 'create-index' || change.index.unique) return [];
    const { index, table } = change;
    const count = index.columns.length + index.expressionColumns.length;
    if (count <= most) return [];
    const message = `${quoted(index.name)} of ${label(scene, table)} has ${count} key columns: every write pays for each of them.`;
    const remedy = '-- the columns that narrow the search first; what is only read as INCLUDE (…)';
    return [{ severity: 'safe', message, remedy, relation: table, evenNew: true }];
  },
};
