import { quoted, sqlName } from '../names.ts';
import { isNewHere, label, type Rule, tableIn } from './rule.ts';

export const partitionAttached: Rule = {
  id: 'L23',
  tier: 'lock',
  title: 'A partition is added while its parent waits',
  why: 'ATTACH PARTITION reads the new partition under AccessExclusive unless a valid CHECK proves its bounds; CREATE TABLE … PARTITION OF locks the parent itself, briefly. A DEFAULT partition is locked and read as well.',
  example: {
    bad: 'ALTER TABLE events ATTACH PARTITION events_2027 FOR VALUES IN (2027);',
    good: 'CREATE TABLE events_2027 (LIKE events);',
  },
  applies: (scene) => {
    const { change } = scene;
    if (change.kind === 'attach-partition') {
      if (isNewHere(scene, change.partition)) return [];
      const proven = (tableIn(scene, change.partition)?.constraints ?? []).some(
        (one) => one.kind === 'check' && one.valid && one.columns.length > 0,
      );
      const message = `Attaching ${label(scene, change.partition)} reads all its rows under a lock unless a CHECK proves that they fit.`;
      const target = sqlName(change.partition);
      const check = quoted(`${change.partition.name}_bounds`);
      const remedy = `-- first file\nALTER TABLE ${target} ADD CONSTRAINT ${check} CHECK (… the bounds …) NOT VALID;\n-- second file\nALTER TABLE ${target} VALIDATE CONSTRAINT ${check};\n-- third file: ATTACH, then drop ${check}`;
      return [{ severity: proven ? 'caution' : 'risky', message, remedy, relation: change.partition, timed: true }];
    }
    if (change.kind !== 'create-table' || change.partitionOf === null) return [];
    const { parent } = change.partitionOf;
    const message = `Creating the partition ${label(scene, change.table)} locks ${label(scene, parent)} against reads and writes.`;
    const remedy = `CREATE TABLE ${sqlName(change.table)} (LIKE ${sqlName(parent)} INCLUDING ALL);\n-- then, with a valid CHECK of the bounds\nALTER TABLE ${sqlName(parent)} ATTACH PARTITION ${sqlName(change.table)} FOR VALUES …;`;
    return [{ severity: 'caution', message, remedy, relation: parent }];
  },
};
