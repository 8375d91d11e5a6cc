import type { Trouble } from '../../domain/trouble.ts';
import { versionTrouble, versionWarning } from '../../prisma-cli/version.ts';
import { type EnvironmentCheck, notWell, well } from './check.ts';

/** The prefix leads to where the app runs, and Prisma and its migrations are there. */
export const prisma: EnvironmentCheck = {
  name: 'prefix and prisma',
  look: async ({ environment, targets, host }) => {
    const opened = await targets.open(environment, await host());
    const project = opened.kind === 'open' ? opened.session.project : opened.project;
    if (opened.kind === 'open') await opened.session[Symbol.asyncDispose]();
    if (project === null) return notWell(opened.kind === 'trouble' ? inWords(opened.trouble) : 'nothing was seen');
    const stops = versionTrouble(project.prismaVersion);
    if (stops !== null) return notWell(stops.message);
    const warning = versionWarning(project.prismaVersion);
    const found = `Prisma ${project.prismaVersion}, ${project.files.length} migrations in ${project.migrationsPath}`;
    return well(warning === null ? found : `${found}; ${warning}`);
  },
};

/** A trouble as one line. */
export const inWords = ({ message, facts }: Trouble): string =>
  [message, ...facts.map(({ label, value }) => `${label}: ${value}`)].join(' ');
