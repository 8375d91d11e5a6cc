import type { GateRule } from './gate.ts';
import { oneOrMany, shellWord } from './typed.ts';

/** `prisma migrate deploy` goes on without a word; nobody can say any more what was applied. */
export const missing: GateRule = {
  id: 'missing',
  holds: 'approval',
  title: 'Missing',
  closed: 'a migration is applied and its file is gone; Prisma deploys over it without a word',
  look: ({ comparison, migrationsPath }) => {
    const names = comparison.missing;
    const [first] = names;
    if (first === undefined) return null;
    const path = shellWord(`${migrationsPath}/${first}`);
    return {
      sentence: oneOrMany(
        names,
        'is applied, but its file is gone',
        'migrations are applied, but their files are gone',
      ),
      waysOut: [
        `Bring the folder back, where the migrations are kept: \`git checkout $(git rev-list -n 1 HEAD -- ${path})^ -- ${path}\`, then deploy the app anew.`,
        'Is it another branch that runs here? Then merge the one that was applied last.',
      ],
      details: names,
    };
  },
};
