import { linked } from '../catalog/catalog.ts';
import type { Table } from '../catalog/model.ts';
import type { ChangeOf } from '../changes/change.ts';
import { left } from '../changes/to-sql.ts';
import { measures } from '../forecast/constraints.ts';
import { madeName, quoted, sqlName } from '../names.ts';
import { inFiles, validatedLater } from './remedies.ts';
import type { Rule } from './rule.ts';

export const domainConstraint: Rule = {
  id: 'L35',
  tier: 'lock',
  title: 'A domain gets a constraint',
  why: 'Every table with a column of the domain is read under Share, which blocks writes. A CHECK on the table itself can be added NOT VALID.',
  locks: 'Share on every table with a column of the domain while it is read.',
  versions: 'VALIDATE CONSTRAINT of a domain lets writes pass from PostgreSQL 18 on.',
  source: 'PostgreSQL manual, ALTER DOMAIN; PostgreSQL 15, typecmds.c',
  example: {
    bad: 'ALTER DOMAIN email ADD CONSTRAINT email_at CHECK (position(chr(64) in VALUE) > 0);',
    good: 'ALTER DOMAIN email ADD CONSTRAINT email_at CHECK (position(chr(64) in VALUE) > 0) NOT VALID;',
  },
  cases: {
    flagged: [
      {
        schema: 'CREATE DOMAIN mail AS text; CREATE TABLE a (m mail);',
        sql: "ALTER DOMAIN mail ADD CHECK (VALUE <> '')",
      },
      'ALTER DOMAIN shop.mail SET NOT NULL',
      'CREATE DOMAIN pos AS int CHECK (VALUE > 0)',
      {
        schema:
          "CREATE DOMAIN mail AS text; CREATE TABLE a (m mail); ALTER DOMAIN mail ADD CONSTRAINT c CHECK (VALUE <> '') NOT VALID;",
        sql: 'ALTER DOMAIN mail VALIDATE CONSTRAINT c',
      },
    ],
    safe: [
      "ALTER DOMAIN mail ADD CONSTRAINT c CHECK (VALUE <> '') NOT VALID",
      'CREATE DOMAIN mail AS text',
      "ALTER DOMAIN mail SET DEFAULT ''",
      'ALTER DOMAIN mail DROP CONSTRAINT c',
      { schema: 'CREATE DOMAIN mail AS text;', sql: 'ALTER DOMAIN mail SET NOT NULL' },
    ],
  },
  applies: ({ change, catalog }) => {
    if (change.kind === 'create-domain' && change.constrained) {
      const message = `A column of ${sqlName(change.domain)} added to a table later rewrites that table, as the domain has constraints.`;
      return [
        {
          severity: 'caution',
          message,
          remedy: '-- a domain without constraints, and a CHECK on each table',
          relation: null,
        },
      ];
    }
    if (change.kind !== 'alter-domain' || !measures(change)) return [];
    if (change.action === 'validate' && catalog.serverVersion >= 18) return [];
    const tables = linked(catalog, 'type', change.domain);
    if (catalog.complete && tables.length === 0) return [];
    const names = tables.length === 0 ? 'every table that uses it' : tables.map(({ name }) => sqlName(name)).join(', ');
    const steps = tables.flatMap((table) => onTable(table, change));
    const why = '-- a domain cannot be checked without this lock; say it on each table instead';
    const remedy = steps.length === 0 ? why : `${why}\n${inFiles(...steps)}`;
    return [
      {
        severity: 'risky',
        message: `The constraint on ${sqlName(change.domain)} blocks writes to ${names} while every row is checked.`,
        remedy,
        relation: tables[0]?.name ?? null,
        timed: true,
      },
    ];
  },
};

/** The same constraint said on each column of the domain, in steps that block nobody for long. */
function onTable({ name, columns }: Table, { domain, action }: ChangeOf<'alter-domain'>): readonly string[] {
  return columns
    .filter(({ type }) => type.name === domain.name)
    .flatMap((column) =>
      validatedLater(
        name,
        madeName(name.name, column.name, 'check'),
        action === 'set-not-null' ? `CHECK (${quoted(column.name)} IS NOT NULL)` : `CHECK (${left})`,
      ),
    );
}
