import { quoted } from '../names.ts';
import type { Rule } from './rule.ts';

/** Bytes that PostgreSQL keeps of a name. */
const kept = 63;

/** Literals and comments. */
const notNames = /'[^']*'|\$(\w*)\$[\s\S]*?\$\1\$|--[^\n]*|\/\*[\s\S]*?\*\//g;

export const longName: Rule = {
  id: 'S08',
  tier: 'style',
  title: 'A name longer than 63 bytes',
  why: 'PostgreSQL cuts it with a notice only, and two long names can become one.',
  optional: true,
  source: 'PostgreSQL manual, Identifiers and Key Words',
  example: { bad: `CREATE TABLE ${'a'.repeat(64)} (id int);`, good: `CREATE TABLE ${'a'.repeat(63)} (id int);` },
  cases: {
    flagged: [
      'CREATE TABLE a (xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx int)',
      'ALTER TABLE a RENAME TO "ééééééééééééééééééééééééééééééééé"',
    ],
    safe: ["INSERT INTO a VALUES ('xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx')"],
  },
  applies: ({ change, first, sql }) => {
    if (!first || change.kind === 'select') return [];
    const words = sql.replace(notNames, ' ').match(/"(?:[^"]|"")+"|[A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*/g) ?? [];
    const long = words.map((word) => word.replace(/^"|"$/g, '')).filter((word) => Buffer.byteLength(word) > kept);
    return [...new Set(long)].map((name) => ({
      severity: 'safe',
      message: `${quoted(name)} is cut after 63 bytes.`,
      remedy: '-- a shorter name',
      relation: null,
    }));
  },
};
