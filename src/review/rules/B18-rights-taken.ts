import type { Rule } from './rule.ts';

export const rightsTaken: Rule = {
  id: 'B18',
  tier: 'compat',
  title: 'Rights are taken away',
  why: 'Code that runs with the role, or with what everybody may do, is refused from this moment on: 42501 for a statement, 28000 or 28P01 for a login.',
  source: 'PostgreSQL manual, REVOKE, ALTER ROLE',
  example: { bad: 'REVOKE UPDATE ON orders FROM app;', good: 'GRANT SELECT ON orders TO app;' },
  cases: {
    flagged: [
      'REVOKE ALL ON SCHEMA public FROM PUBLIC',
      'REVOKE admins FROM ben',
      'ALTER ROLE app NOLOGIN',
      "ALTER ROLE app PASSWORD 'x'",
      'ALTER ROLE app NOSUPERUSER',
      "ALTER ROLE app VALID UNTIL '2026-01-01'",
      'ALTER GROUP admins DROP USER ben',
    ],
    safe: [
      'REVOKE GRANT OPTION FOR SELECT ON orders FROM ben',
      'ALTER ROLE app LOGIN',
      'ALTER ROLE app CONNECTION LIMIT -1',
      "CREATE ROLE app NOLOGIN PASSWORD 'x'",
      'ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC',
    ],
  },
  applies: ({ change }) =>
    change.kind === 'rights-taken'
      ? [
          {
            severity: 'caution',
            message: `This ${change.what}: running code that needs them is refused.`,
            remedy: '-- sure that nothing runs with them?',
            relation: null,
          },
        ]
      : [],
};
