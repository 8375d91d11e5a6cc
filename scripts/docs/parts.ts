import { commandTable, laterCommandList } from './command-table.ts';
import { configurationParts } from './configuration.ts';
import { gateTable } from './gates.ts';
import { beyondTheGuide, guideTables } from './guide-table.ts';
import type { Parts } from './markers.ts';
import { prismaVersions } from './prisma-versions.ts';
import { refusalTable, troubleTable } from './refusals.ts';
import { statesOfARun } from './states.ts';

/** The documents that hold generated parts. */
export const documents = [
  'README.md',
  'docs/architecture.md',
  'docs/configuration.md',
  'docs/guide.md',
  'docs/prisma-versions.md',
  'docs/refusals.md',
] as const;

/** Every generated part, from the code as it is now. */
export const parts = (): Parts => ({
  commands: commandTable(),
  'later-commands': laterCommandList(),
  guide: guideTables(),
  'beyond the guide': beyondTheGuide(),
  states: statesOfARun(),
  refusals: refusalTable(),
  troubles: troubleTable(),
  gates: gateTable(),
  'prisma versions': prismaVersions(),
  ...configurationParts(),
});
