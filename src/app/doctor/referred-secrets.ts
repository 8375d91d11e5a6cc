import { missingSecrets } from '../../config/missing-secrets.ts';
import { formatProblem } from '../../config/problem.ts';
import { secretReader } from '../../config/read-secret.ts';
import { type EnvironmentCheck, notWell, well } from './check.ts';

/** The variables and files that godwit.yml names for this environment. */
export const referredSecrets: EnvironmentCheck = {
  name: 'secrets',
  look: async ({ configuration, environment, variables }) => {
    const alone = { ...configuration, environments: [environment] };
    const missing = missingSecrets(alone, secretReader(variables));
    return missing.length === 0 ? well('all are there') : notWell(missing.map(formatProblem).join('; '));
  },
};
