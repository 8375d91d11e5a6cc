import type { Trouble } from '../../domain/trouble.ts';
import { type EnvironmentCheck, notWell, well } from './check.ts';

/** The prefix leads to where the app runs, and Prisma and its migrations are there. */
export const prisma: EnvironmentCheck = {
  name: 'prefix and prisma',
  look: async ({ environment, targets, host }) => {
    const opened = await targets.open(environment, await host());
    const project = opened.kind === 'open' ? opened.session.project : opened.project;
    if (opened.kind === 'open') await opened.session[Symbol.asyncDispose]();
    if (project === null) return notWell(opened.kind === 'trouble' ? inWords(opened.trouble) : 'nothing was seen');
    if (project.prismaVersion === null) return notWell('Prisma is not installed where its commands run');
    return well(`Prisma ${project.prismaVersion}, ${project.files.length} migrations in ${project.migrationsPath}`);
  },
};

/** A trouble as one line. */
export const inWords = ({ message, facts }: Trouble): string =>
  [message, ...facts.map(({ label, value }) => `${label}: ${value}`)].join(' ');
