import { done, type Step } from './step.ts';

/** The announcement itself is committed with the run's end; this row says who is told. */
export const notify: Step = async ({ environment: { policy } }) => {
  const channels = policy.announce.length;
  if (channels === 0) return { kind: 'skipped', why: 'nobody is configured to be told' };
  return done(channels === 1 ? 'told in 1 channel' : `told in ${channels} channels`);
};
