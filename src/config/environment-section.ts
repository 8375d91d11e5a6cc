import { z } from 'zod';
import { command } from './command.ts';
import { absoluteDirectory, channelId, distinct, every } from './fields.ts';
import { sshSection } from './host-section.ts';
import { allowSection, approvalsSection, checklistSection, rightsSection, windowsSection } from './policy-sections.ts';
import { strict, words } from './strict.ts';
import { backupSection, databaseSection, limitsSection, rollbackSection, serviceSection } from './way-sections.ts';

/** Everything that may stand under an environment's name, each key by itself. `base`: the configuration's folder. */
const keysOf = (base: string) => ({
  channel: channelId.optional(),
  ssh: sshSection(base).optional(),
  local: z.literal(true).optional(),
  directory: absoluteDirectory,
  exec: command().default([]),
  prisma: command().default(['npx', 'prisma']),
  database: databaseSection(base).prefault({}),
  backup: backupSection.prefault({}),
  rollback: rollbackSection.optional(),
  service: serviceSection.prefault({}),
  limits: limitsSection.prefault({}),
  drift: every.optional(),
  protected: z.boolean().default(false),
  promotesFrom: z.string().optional(),
  rights: rightsSection.default({}),
  approvals: approvalsSection.optional(),
  checklist: checklistSection.optional(),
  windows: windowsSection.default([]),
  announce: distinct(channelId).optional(),
  allow: allowSection.default([]),
});

/** `projects.<project>.environments.<name>: {…}` */
export const environmentSection = (base: string) => strict(keysOf(base));
export type EnvironmentSection = z.output<ReturnType<typeof environmentSection>>;

/**
 * What could be read of a section that may have faults elsewhere: rules over several keys look at this,
 * and keep silent where a key they need is among `broken`.
 */
export interface ReadableParts {
  readonly values: Partial<EnvironmentSection>;
  readonly broken: ReadonlySet<keyof EnvironmentSection>;
}

/** Reads each key by itself. */
export function readableParts(raw: Readonly<Record<string, unknown>>, base: string): ReadableParts {
  const read = Object.entries(keysOf(base)).map(([key, schema]) => {
    const result = z.safeParse<z.core.$ZodType>(schema, raw[key], { error: words });
    return { key: key as keyof EnvironmentSection, result };
  });
  const values = Object.fromEntries(read.flatMap(({ key, result }) => (result.success ? [[key, result.data]] : [])));
  return { values, broken: new Set(read.filter(({ result }) => !result.success).map(({ key }) => key)) };
}
