import { literal, sqlName } from '../names.ts';
import { isReplacementStep } from './enum-replacement.ts';
import type { Rule } from './rule.ts';

export const renameEnumValue: Rule = {
  id: 'B06',
  tier: 'compat',
  title: 'A value of an enum is renamed',
  why: 'Running copies of the old code write the old value and fail with 22P02; what they read is unknown to them.',
  source: 'SQLSTATE 22P02; PostgreSQL manual, ALTER TYPE',
  example: { bad: "ALTER TYPE state RENAME VALUE 'new' TO 'fresh';", good: "ALTER TYPE state ADD VALUE 'fresh';" },
  cases: {
    flagged: ["ALTER TYPE \"State\" RENAME VALUE 'a' TO 'b'"],
    safe: ["ALTER TYPE state ADD VALUE IF NOT EXISTS 'x' BEFORE 'y'"],
  },
  applies: (scene) => {
    const { change } = scene;
    if (change.kind === 'rename-type') {
      if (isReplacementStep(scene)) return [];
      const message = `Running code that casts to ${sqlName(change.type)} fails once it is called ${sqlName({ ...change.type, name: change.to })}.`;
      return [
        {
          severity: 'caution',
          message,
          remedy: `-- no SQL at all, in schema.prisma:\n--   @@map("${change.type.name}")`,
          relation: null,
        },
      ];
    }
    if (change.kind !== 'rename-enum-value') return [];
    const { type, value, to } = change;
    const message = `Running code that writes ${literal(value)} of ${sqlName(type)} fails once it is called ${literal(to)}.`;
    const remedy = `-- alone in its file\nALTER TYPE ${sqlName(type)} ADD VALUE ${literal(to)};\n-- then move the rows over in batches; or in schema.prisma: ${to} @map("${value}")`;
    return [{ severity: 'risky', message, remedy, relation: null }];
  },
};
