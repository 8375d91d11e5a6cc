import { nearest } from '../../lib/nearest.ts';
import { type Candidate, type Found, found, none, type Rule } from './rule.ts';

/** The row staging proves itself on another environment, so there must be one. */
export const stagingHasSource: Rule = {
  needs: ['protected', 'checklist', 'promotesFrom'],
  find: ({ protected: isProtected, checklist, promotesFrom }) => {
    const wanted = checklist?.includes('staging') ?? isProtected === true;
    return wanted && promotesFrom === undefined
      ? found(['promotesFrom'], 'is required by the row staging; name an environment, or a checklist without that row')
      : none;
  },
};

/** `promotesFrom` names another environment of the project, and promoting leads in no circle. */
export const sourceExists: Rule = {
  needs: ['promotesFrom'],
  find: ({ promotesFrom }, { name, project }) => {
    if (promotesFrom === undefined) return none;
    if (promotesFrom === name) return found(['promotesFrom'], 'is the environment itself');
    if (project.has(promotesFrom)) return leadsBack(name, project);
    const meant = nearest(promotesFrom, [...project.keys()]);
    const hint = meant === null ? `known are ${[...project.keys()].join(', ')}` : `did you mean "${meant}"?`;
    return found(['promotesFrom'], `there is no environment "${promotesFrom}" in this project; ${hint}`);
  },
};

/** Whether promoting leads back to where it began. */
function leadsBack(name: string, project: Candidate['project']): Found {
  const chain = [name];
  for (let at = project.get(name); at !== undefined && !chain.slice(1).includes(at); at = project.get(at)) {
    chain.push(at);
    if (at === name) return found(['promotesFrom'], `leads back to itself: ${chain.join(' → ')}`);
  }
  return none;
}
