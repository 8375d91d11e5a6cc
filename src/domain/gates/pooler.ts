import type { GateRule } from './gate.ts';

/** The advisory lock and the session's settings belong to a session, and such a pooler hands sessions around. */
export const pooler: GateRule = {
  id: 'pooler',
  holds: 'request',
  title: 'A pooler where a direct connection is needed',
  closed: 'the URL leads to a pooler that hands its sessions around (PgBouncer, Accelerate, port 6543)',
  look: ({ pooler: seen }) =>
    seen?.mode === 'transaction'
      ? { sentence: `The URL leads to a connection pooler: ${seen.evidence}`, waysOut: poolerWays, details: [] }
      : null,
};

/** Also where nothing could be opened. */
export const poolerWays: readonly string[] = [
  'Give the app a second variable with the direct address of the server, let the `datasource` of `prisma.config.ts` use it, and name it in `database.variable`.',
];
