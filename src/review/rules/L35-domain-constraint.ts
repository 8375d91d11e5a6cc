import { linked } from '../catalog/catalog.ts';
import { quoted, sqlName } from '../names.ts';
import type { Rule } from './rule.ts';

export const domainConstraint: Rule = {
  id: 'L35',
  tier: 'lock',
  title: 'A domain gets a constraint',
  why: 'Every table with a column of the domain is read under Share, which blocks writes. A CHECK on the table itself can be added NOT VALID.',
  example: {
    bad: 'ALTER DOMAIN email ADD CONSTRAINT email_at CHECK (position(chr(64) in VALUE) > 0);',
    good: 'ALTER DOMAIN email ADD CONSTRAINT email_at CHECK (position(chr(64) in VALUE) > 0) NOT VALID;',
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
    if (change.kind !== 'alter-domain' || change.action === 'other' || change.action === 'add-check-not-valid')
      return [];
    if (change.action === 'validate' && catalog.serverVersion >= 18) return [];
    const tables = linked(catalog, 'type', change.domain);
    if (catalog.complete && tables.length === 0) return [];
    const names = tables.length === 0 ? 'every table that uses it' : tables.map(({ name }) => sqlName(name)).join(', ');
    const name = quoted(change.constraint ?? `${change.domain.name}_check`);
    const remedy =
      change.action === 'add-check'
        ? `ALTER DOMAIN ${sqlName(change.domain)} ADD CONSTRAINT ${name} CHECK (…) NOT VALID;\n-- checked from now on for new values; VALIDATE in a quiet hour`
        : '-- a CHECK (column IS NOT NULL) on each table, NOT VALID, then validated';
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
