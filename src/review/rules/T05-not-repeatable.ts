import type { Change } from '../changes/change.ts';
import { onSameTable, type Rule, type Scene } from './rule.ts';

export const notRepeatable: Rule = {
  id: 'T05',
  tier: 'transaction',
  optional: true,
  title: 'A file that is not atomic cannot be run again',
  why: 'Where each statement commits by itself, a failure leaves the first ones done; run again, they fail unless they say IF EXISTS or IF NOT EXISTS. CREATE INDEX CONCURRENTLY must not say it.',
  versions: 'Prisma from 7.4 on splits files into statements that commit one by one, except between BEGIN and COMMIT.',
  source: 'measured with Prisma 7.4 and 7.9',
  example: {
    bad: 'BEGIN;\nCREATE TABLE a (id int);\nCOMMIT;\nDROP TYPE b;\nDROP TYPE c;',
    good: 'DROP TYPE b;\nDROP TYPE c;',
  },
  cases: {
    flagged: ['CREATE TABLE a (id int); DROP TYPE b;', 'ALTER TABLE a ADD COLUMN x int; ALTER TABLE b DROP COLUMN y;'],
    safe: [
      'BEGIN; CREATE TABLE a (id int); DROP TYPE b; COMMIT;',
      'DROP TABLE IF EXISTS a; CREATE TABLE IF NOT EXISTS b (id int);',
    ],
  },
  applies: (scene) => {
    const { change, place } = scene;
    const ends = place.transactions.at(-1) !== place.transactions[0];
    const atomic =
      place.inBlock[place.position] === true || (place.atomicity === 'file' && !ends && scene.place.certain);
    if (atomic || place.changes.length < 2 || !failsAgain(scene, change) || !isFirstOf(scene)) return [];
    return [
      {
        severity: 'safe',
        message:
          'Run a second time after a failure further down, this statement fails, and perhaps others of the file.',
        remedy: '-- IF EXISTS or IF NOT EXISTS, or BEGIN and COMMIT around the file',
        relation: null,
      },
    ];
  },
};

function failsAgain(scene: Scene, change: Change): boolean {
  if (change.kind === 'create-index') return !change.ifNotExists && !change.concurrently;
  if ('ifNotExists' in change) return !change.ifNotExists;
  if ('ifExists' in change) return !change.ifExists;
  if (change.kind !== 'add-constraint') return false;
  return !onSameTable(scene, change.table).some(({ change: one }) => one.kind === 'drop-constraint');
}

/** Said once a file, of the first that no BEGIN and COMMIT keep. */
function isFirstOf(scene: Scene): boolean {
  const { place, change } = scene;
  for (const [at, own] of place.changes.entries()) {
    if (place.inBlock[at] === true) continue;
    for (const one of own) if (failsAgain(scene, one)) return one === change;
  }
  return false;
}
