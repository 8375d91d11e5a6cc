import type { GateFacts, GateRule } from './gate.ts';
import { oneOrMany, typedPrisma } from './typed.ts';

/** Prisma refuses with P3009 while a row is neither finished nor rolled back. */
export const failedEarlier: GateRule = {
  id: 'failed-earlier',
  holds: 'request',
  title: 'Failed',
  closed: 'a migration was started and is neither finished nor rolled back; Prisma applies nothing more (P3009)',
  look: (facts) => {
    const { failed } = facts.comparison;
    const [first] = failed;
    if (first === undefined) return null;
    return {
      sentence: oneOrMany(
        failed,
        'failed, and nobody has said yet how it ended',
        'migrations failed, and nobody has said yet how they ended',
      ),
      waysOut: [
        'Back: restore a backup. Everything written since then is lost.',
        `Forward: look at what the migration left behind, then tell Prisma on the host:\n• ${resolveWays(facts, first).join('\n• ')}`,
      ],
      details: failed,
    };
  },
};

/** What Prisma is told of a failed migration, each with when it is right. */
export const resolveWays = (at: Pick<GateFacts, 'environment'>, name: string): readonly [string, string] => [
  `\`${typedPrisma(at, 'migrate', 'resolve', '--rolled-back', name)}\` when nothing of it is in the database; the next deploy applies the corrected file`,
  `\`${typedPrisma(at, 'migrate', 'resolve', '--applied', name)}\` when you completed it by hand; it is never run again`,
];
