import { type EnvironmentCheck, notWell, well } from './check.ts';

/** The environment's directory on its host. */
export const directory: EnvironmentCheck = {
  name: 'directory',
  look: async ({ environment, host }) => {
    const at = environment.directory;
    const exit = await (await host()).exec({ argv: ['true'], directory: at, stdin: null, timeLimitMs: 20_000 });
    if (exit.kind === 'directory-missing') return notWell(`${at} is not there`);
    return exit.kind === 'exited' && exit.code === 0 ? well(at) : notWell(`${at} cannot be entered: ${exit.kind}`);
  },
};
