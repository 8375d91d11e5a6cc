import { literal, sqlName } from '../names.ts';
import { within } from '../parse/walk.ts';
import { earlierOfKind, type Rule, type Scene } from './rule.ts';

export const enumValueUsed: Rule = {
  id: 'D10',
  tier: 'transaction',
  title: 'A new enum value is used in its own transaction',
  why: 'PostgreSQL refuses it with 55P04 until the transaction that added it has ended. Prisma writes both into one file when a default changes to the new value.',
  example: {
    bad: "ALTER TYPE state ADD VALUE 'gone';\nALTER TABLE orders ALTER COLUMN state SET DEFAULT 'gone';",
    good: "ALTER TYPE state ADD VALUE 'gone';",
  },
  applies: (scene) => {
    const { change, place } = scene;
    const added = earlierOfKind(scene, 'add-enum-value');
    if (added.length === 0) return [];
    const created = earlierOfKind(scene, 'create-enum').map(({ type }) => type.name);
    const used = usedTexts(scene);
    const found = added.find((one) => used.includes(one.value) && !created.includes(one.type.name));
    if (found === undefined || change.kind === 'add-enum-value' || change.kind === 'create-enum') return [];
    const certain = place.atomicity !== 'unknown' || place.inBlock[place.position] === true;
    const message = `${literal(found.value)} was added to ${sqlName(found.type)} in this very transaction: using it fails (55P04).`;
    const remedy = '-- Put this statement into the next migration file.';
    return [{ severity: certain ? 'blocked' : 'caution', message, remedy, relation: null }];
  },
};

/** The string literals of the statement. */
function usedTexts({ node }: Scene): readonly string[] {
  return within(node(), 'A_Const').flatMap(({ sval }) => (sval === undefined ? [] : [sval.sval ?? '']));
}
