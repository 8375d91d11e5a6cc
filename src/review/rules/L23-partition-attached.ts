import type { ChangeOf } from '../changes/change.ts';
import { left } from '../changes/to-sql.ts';
import { boundCheck, boundsProven, indexesMissing } from '../forecast/partition-proof.ts';
import { defaultPartition } from '../forecast/touch.ts';
import { madeName, quoted, sqlName } from '../names.ts';
import { indexSql, inFiles } from './remedies.ts';
import { isNewHere, label, type Raised, type Rule, type Scene, tableIn } from './rule.ts';

export const partitionAttached: Rule = {
  id: 'L23',
  tier: 'lock',
  title: 'A partition is added while its parent waits',
  why: 'ATTACH PARTITION reads the new partition under AccessExclusive unless a valid CHECK proves its bounds; CREATE TABLE … PARTITION OF locks the parent itself, briefly. A DEFAULT partition is locked and read as well.',
  locks:
    'ATTACH PARTITION: ShareUpdateExclusive on the parent, AccessExclusive on the partition while it is read, and on a DEFAULT partition. PARTITION OF: AccessExclusive on the parent and a DEFAULT partition.',
  versions: 'Before PostgreSQL 12 ATTACH takes AccessExclusive on the parent.',
  source: 'PostgreSQL manual, ALTER TABLE, ATTACH PARTITION; measured on PostgreSQL 15',
  example: {
    bad: 'ALTER TABLE events ATTACH PARTITION events_2027 FOR VALUES IN (2027);',
    good: 'CREATE TABLE events_2027 (LIKE events);',
  },
  cases: {
    flagged: [
      {
        schema:
          "CREATE TABLE ev (at date NOT NULL, id int) PARTITION BY RANGE (at); CREATE TABLE ev_25 PARTITION OF ev FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');CREATE TABLE n (at date NOT NULL, id int);",
        sql: "ALTER TABLE ev ATTACH PARTITION n FOR VALUES FROM ('2026-01-01') TO ('2027-01-01')",
      },
      {
        schema:
          "CREATE TABLE ev (at date NOT NULL, id int) PARTITION BY RANGE (at); CREATE TABLE ev_25 PARTITION OF ev FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');CREATE TABLE n (at date NOT NULL, id int); ALTER TABLE n ADD CHECK (at >= '2026-01-01' AND at < '2027-01-01') NOT VALID;",
        sql: "ALTER TABLE ev ATTACH PARTITION n FOR VALUES FROM ('2026-01-01') TO ('2027-01-01')",
      },
      {
        schema:
          "CREATE TABLE ev (at date NOT NULL, id int) PARTITION BY RANGE (at); CREATE TABLE ev_25 PARTITION OF ev FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');CREATE TABLE n (at date NOT NULL, id int CHECK (id > 0));",
        sql: "ALTER TABLE ev ATTACH PARTITION n FOR VALUES FROM ('2026-01-01') TO ('2027-01-01')",
      },
      {
        schema:
          "CREATE TABLE ev (at date NOT NULL, id int) PARTITION BY RANGE (at); CREATE TABLE ev_25 PARTITION OF ev FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');CREATE TABLE n (at date NOT NULL, id int, CHECK (at >= '2026-06-01' AND at < '2028-01-01'));",
        sql: "ALTER TABLE ev ATTACH PARTITION n FOR VALUES FROM ('2026-01-01') TO ('2027-01-01')",
      },
      {
        schema:
          "CREATE TABLE ev (at date NOT NULL, id int) PARTITION BY RANGE (at); CREATE TABLE ev_25 PARTITION OF ev FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');",
        sql: "CREATE TABLE ev_26 PARTITION OF ev FOR VALUES FROM ('2026-01-01') TO ('2027-01-01')",
      },
      {
        schema:
          "CREATE TABLE ev (at date NOT NULL, id int) PARTITION BY RANGE (at); CREATE TABLE ev_25 PARTITION OF ev FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');CREATE TABLE ev_rest PARTITION OF ev DEFAULT;",
        sql: "CREATE TABLE n (LIKE ev); ALTER TABLE ev ATTACH PARTITION n FOR VALUES FROM ('2026-01-01') TO ('2027-01-01')",
      },
      'ALTER TABLE ev_25 INHERIT ev',
      'ALTER TABLE "Event" ATTACH PARTITION "Event_2026" FOR VALUES IN (\'x\')',
    ],
    safe: [
      'CREATE TABLE ev_25 (LIKE ev); ALTER TABLE ev_25 INHERIT ev;',
      {
        schema:
          "CREATE TABLE ev (at date NOT NULL, id int) PARTITION BY RANGE (at); CREATE TABLE ev_25 PARTITION OF ev FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');CREATE TABLE n (at date NOT NULL, id int, CHECK (at >= '2026-01-01' AND at < '2027-01-01'));",
        sql: "ALTER TABLE ev ATTACH PARTITION n FOR VALUES FROM ('2026-01-01') TO ('2027-01-01')",
      },
      {
        schema:
          "CREATE TABLE ev (at date NOT NULL, id int) PARTITION BY RANGE (at); CREATE TABLE ev_25 PARTITION OF ev FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');",
        sql: "CREATE TABLE n (LIKE ev INCLUDING ALL); ALTER TABLE ev ATTACH PARTITION n FOR VALUES FROM ('2026-01-01') TO ('2027-01-01')",
      },
      {
        schema:
          "CREATE TABLE l (k text NOT NULL) PARTITION BY LIST (k); CREATE TABLE l_a (k text NOT NULL, CHECK (k IN ('a', 'b')));",
        sql: "ALTER TABLE l ATTACH PARTITION l_a FOR VALUES IN ('a', 'b')",
      },
      'CREATE TABLE a (at date) PARTITION BY RANGE (at); CREATE TABLE a_1 PARTITION OF a DEFAULT;',
    ],
  },
  applies: (scene) => {
    const { change } = scene;
    if (change.kind === 'inherit') {
      const [own, parent] = [label(scene, change.table), label(scene, change.parent)];
      const message = `${own} is locked against reads and writes, and code that reads ${parent} finds its rows as well.`;
      return [
        {
          severity: 'caution',
          message,
          remedy: `-- code that must not reads ONLY ${sqlName(change.parent)}`,
          relation: change.table,
        },
      ];
    }
    if (change.kind === 'attach-partition') return [...theRest(scene, change.table), ...attached(scene, change)];
    if (change.kind !== 'create-table' || change.partitionOf === null) return [];
    const { parent, isDefault } = change.partitionOf;
    const message = `Creating the partition ${label(scene, change.table)} locks ${label(scene, parent)} against reads and writes.`;
    const remedy = `CREATE TABLE ${sqlName(change.table)} (LIKE ${sqlName(parent)} INCLUDING ALL);\nALTER TABLE ${sqlName(parent)} ATTACH PARTITION ${sqlName(change.table)} ${isDefault ? 'DEFAULT' : 'FOR VALUES …'};`;
    return [...theRest(scene, parent), { severity: 'caution', message, remedy, relation: parent }];
  },
};

function attached(scene: Scene, change: ChangeOf<'attach-partition'>): readonly Raised[] {
  const { partition, table } = change;
  if (isNewHere(scene, partition)) return [];
  const name = label(scene, partition);
  const target = sqlName(partition);
  const check = quoted(madeName(partition.name, 'bounds'));
  const missing = indexesMissing(tableIn(scene, table), tableIn(scene, partition));
  const found: Raised[] = [];
  if (!boundsProven(scene.catalog, change)) {
    const message = `Attaching ${name} reads all its rows under a lock, as no valid CHECK is known that proves that they fit.`;
    const alter = `ALTER TABLE ${sqlName(table)} ATTACH PARTITION ${target}`;
    const said = boundCheck(scene.catalog, change);
    const remedy = inFiles(
      `ALTER TABLE ${target} ADD CONSTRAINT ${check} CHECK (${said ?? left}) NOT VALID;`,
      `ALTER TABLE ${target} VALIDATE CONSTRAINT ${check};`,
      `-- ${alter} …, as it stands here; then\nALTER TABLE ${target} DROP CONSTRAINT ${check};`,
    );
    found.push({ severity: 'risky', message, remedy, relation: partition, timed: true });
  }
  if (missing.length > 0) {
    const message = `Attaching ${name} builds what it lacks of its parent's indexes under a lock: ${missing.map((index) => quoted(index.name)).join(', ')}.`;
    const builds = missing.map((index) =>
      indexSql(
        { table: partition, index: { ...index, name: madeName(partition.name, ...index.columns, 'idx') } },
        { concurrently: true },
      ),
    );
    const remedy = inFiles(...builds);
    found.push({ severity: 'risky', message, remedy, relation: partition, timed: true });
  }
  return found;
}

/** The DEFAULT partition must hold no row that belongs to the new one; where nothing is known of the parent, it may have one. */
function theRest(scene: Scene, parent: ChangeOf<'attach-partition'>['table']): readonly Raised[] {
  const rest = defaultPartition(scene.catalog, parent);
  const remedy = '-- a valid CHECK on the DEFAULT partition that shuts these values out spares reading it';
  if (rest !== undefined) {
    const message = `The DEFAULT partition ${label(scene, rest.name)} is locked against reads and writes and read for rows that belong to the new one.`;
    return [{ severity: 'risky', message, remedy, relation: rest.name, timed: true }];
  }
  if (tableIn(scene, parent)?.known === true || scene.catalog.complete) return [];
  const message = `Where ${label(scene, parent)} has a DEFAULT partition, that is locked and read; without the catalog that is not known.`;
  return [{ severity: 'caution', message, remedy, relation: parent }];
}
