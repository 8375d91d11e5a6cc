import type { GateFacts, GateRule } from './gate.ts';
import { oneOrMany } from './typed.ts';

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
        `Forward: say how it ended; Godwit first looks at what of it is in the database:\n• ${resolveWays(facts, first).join('\n• ')}`,
      ],
      details: failed,
    };
  },
};

/** The two ends that a failed migration can be given, each with when it is right. */
export const resolveWays = (
  { environment }: Pick<GateFacts, 'environment'>,
  name: string,
): readonly [string, string] => [
  `\`/migrate resolve ${environment.id} rolled-back ${name}\` when nothing of it is in the database; the next deploy applies the corrected file`,
  `\`/migrate resolve ${environment.id} applied ${name}\` when all of it is there, or you completed it by hand; it is never run again`,
];
