import { readDatabaseUrl } from '../config/environment-variables.ts';
import { ownSecrets } from '../config/own-secrets.ts';
import type { AuditEntry } from '../domain/effect.ts';
import { knownSecrets } from '../lib/known-secrets.ts';
import type { AuditLink, AuditState } from '../store/audit-chain.ts';
import { type OpenStore, openStore } from '../store/open-store.ts';
import { openLog } from './log.ts';
import { oneLine } from './one-line.ts';
import { orProblems } from './or-problems.ts';
import type { Terminal } from './terminal.ts';

/** Proves the chain; resolves to the exit code. */
export function verifyAudit(terminal: Terminal): Promise<number> {
  return withStore(terminal, (store) => verify(store, terminal));
}

/** Prints all of it; resolves to the exit code. */
export function exportAudit(terminal: Terminal): Promise<number> {
  return withStore(terminal, (store) => exportAll(store, terminal));
}

async function withStore(terminal: Terminal, use: (store: OpenStore) => Promise<number>): Promise<number> {
  const url = orProblems(readDatabaseUrl(terminal.variables), terminal);
  if (url === null) return 2;
  const { maskText } = knownSecrets(ownSecrets(terminal.variables));
  await using store = openStore({ databaseUrl: url.reveal(), log: openLog('warn', maskText) });
  try {
    return await use(store);
  } catch (error) {
    terminal.err(`reading the audit chain: ${error instanceof Error ? error.message : String(error)}\n`);
    return 2;
  }
}

async function verify(store: OpenStore, terminal: Terminal): Promise<number> {
  const state = await store.checkAudit();
  if (state.kind === 'intact') {
    terminal.out(
      `The audit chain is whole: ${state.entries} entries, the last with the hash ${state.hash || 'none'}.\n`,
    );
    return 0;
  }
  terminal.err(`The audit chain is broken at entry ${state.sequence}: ${what(state)}\n`);
  return 1;
}

function what({ why, entry }: Extract<AuditState, { kind: 'broken' }>): string {
  const it = entry === null ? 'nothing stands there' : named(entry);
  switch (why) {
    case 'changed':
      return `${it}. Its hash does not cover what stands there: this entry was changed, or the one before together with its hash.`;
    case 'missing':
      return `it was removed. The one before is ${it}.`;
    case 'cut-off':
      return `this one and what followed were removed. The last one left is ${it}.`;
    case 'unrecorded':
      return `${it}. It was written past the chain.`;
    case 'head-changed':
      return `${it}. The end of the chain that Godwit keeps is another one.`;
  }
}

/** "run.approved by U01ANA at 2026-11-22T12:00:00.000Z, gold-factory/production, run r7f3k2mq" */
function named({ action, actor, at, environment, run }: AuditEntry): string {
  const when = Number.isFinite(at) ? new Date(at).toISOString() : 'no time';
  const about = [environment, run === null ? null : `run ${run}`].filter((part) => part !== null);
  return oneLine([`${action} by ${actor ?? 'Godwit'} at ${when}`, ...about].join(', '));
}

async function exportAll(store: OpenStore, terminal: Terminal): Promise<number> {
  await store.readAudit(async (link) => {
    terminal.out(`${JSON.stringify(lineOf(link))}\n`);
    await terminal.drained();
  });
  return 0;
}

const lineOf = ({ sequence, hash, entry: { at, ...entry } }: AuditLink): object => ({
  sequence,
  at: Number.isFinite(at) ? new Date(at).toISOString() : null,
  ...entry,
  hash,
});
