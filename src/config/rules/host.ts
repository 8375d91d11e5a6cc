import { found, none, type Rule } from './rule.ts';

/** An environment is on another machine or on Godwit's own, not both. */
export const oneHost: Rule = {
  needs: ['ssh', 'local'],
  find: ({ ssh, local }) => {
    if (ssh !== undefined && local === true)
      return found(['local'], 'stands beside ssh; an environment is in one place');
    return ssh === undefined && local === undefined
      ? found(['ssh'], 'is required, or "local: true" in its place')
      : none;
  },
};
