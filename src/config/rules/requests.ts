import { found, none, type Rule } from './rule.ts';

/** An environment that nobody may use is hardly meant. */
export const somebodyMayRequest: Rule = {
  needs: ['protected', 'rights'],
  find: ({ protected: isProtected, rights }) =>
    isProtected !== true && (rights?.request ?? []).length === 0
      ? found(['rights', 'request'], 'names nobody, so nobody may deploy, back up or roll back here')
      : none,
};
