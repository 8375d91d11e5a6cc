import type { GateFacts, GateRule } from './gate.ts';
import { oneOrMany, shellWord, sqlText } from './typed.ts';

/** `prisma migrate deploy` compares no checksums since 3.12: it would go on without a word. */
export const edited: GateRule = {
  id: 'edited',
  holds: 'approval',
  title: 'Edited after they were applied',
  closed: 'the checksum of an applied file is not the one in the history; Prisma deploys over it without a word',
  look: (facts) => {
    const names = facts.comparison.edited.filter(({ lineEndsOnly }) => !lineEndsOnly).map(({ name }) => name);
    const [first] = names;
    if (first === undefined) return null;
    return {
      sentence: oneOrMany(names, 'was changed after it was applied', 'files were changed after they were applied'),
      waysOut: [
        `Bring back the file as it was applied: \`git log --oneline -- ${shellWord(`${facts.migrationsPath}/${first}`)}\` shows its versions. What you wanted to change goes into a new migration.`,
        `If only the file was wrong and the database is right, make the history say so, by SQL: ${names.map((name) => `\`${newChecksum(facts, name)}\``).join(' ')}`,
      ],
      details: names,
    };
  },
};

/** Prisma has no command for it. Of the newest row alone: one that was rolled back belongs to another text. */
function newChecksum({ files, history }: GateFacts, name: string): string {
  const file = files.find((one) => one.name === name);
  const row = history.findLast((one) => one.name === name && one.rolledBackAt === null);
  return `UPDATE _prisma_migrations SET checksum = ${sqlText(file?.sha256 ?? '')} WHERE id = ${sqlText(row?.id ?? '')};`;
}
