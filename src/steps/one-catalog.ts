import type { CatalogSeen, Targets } from '../ports/target.ts';

/** The same targets for one look at one session: what gates and review are judged by is read once, at one moment. */
export function withOneCatalog(targets: Targets): Targets {
  let seen: Promise<CatalogSeen> | null = null;
  return {
    ...targets,
    catalog: (session) => {
      seen ??= targets.catalog(session);
      return seen;
    },
  };
}
