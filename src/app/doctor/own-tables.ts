import { openStore } from '../../store/open-store.ts';
import { notWell, type OwnCheck, well } from './check.ts';

/** Godwit's own database: there, of this version, and with a role that cannot rewrite who did what. */
export const ownTables: OwnCheck = {
  name: 'own tables',
  look: async ({ settings, log }) => {
    await using store = openStore({ databaseUrl: settings.databaseUrl.reveal(), log });
    const state = await store.schemaState();
    if (state.kind === 'newer') return notWell('newer than this version; start the version that made them');
    if (state.kind === 'older') return notWell(`${state.missing.length} migrations behind; run: godwit migrate`);
    const powerful = await store.ownsAudit();
    return well(
      powerful
        ? "of this version; DATABASE_URL's role could change the audit chain (see docs/security.md)"
        : "of this version; DATABASE_URL's role cannot change the audit chain",
    );
  },
};
