import { found, none, type Rule } from './rule.ts';

/** Somebody must be able to ask and to approve. */
export const protectedHasPeople: Rule = {
  needs: ['protected', 'rights'],
  find: ({ protected: isProtected, rights }) =>
    (['request', 'approve'] as const)
      .filter((right) => isProtected === true && (rights?.[right] ?? []).length === 0)
      .flatMap((right) => found(['rights', right], 'a protected environment must name who holds this right')),
};

/** What may destroy data is for other environments. */
export const protectedAllowsNothing: Rule = {
  needs: ['protected', 'allow'],
  find: ({ protected: isProtected, allow = [] }) =>
    isProtected === true && allow.length > 0
      ? found(
          ['allow'],
          `a protected environment allows none of dev, reset and push, but ${allow.join(', ')} stands here`,
        )
      : none,
};

/** A backup is never skipped. */
export const protectedKeepsBackup: Rule = {
  needs: ['protected', 'checklist'],
  find: ({ protected: isProtected, checklist }) =>
    isProtected === true && checklist !== undefined && !checklist.includes('backup')
      ? found(['checklist'], 'a protected environment must keep the row backup')
      : none,
};
