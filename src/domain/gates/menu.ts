import { drift } from './drift.ts';
import { edited } from './edited.ts';
import { failedEarlier } from './failed-earlier.ts';
import type { Gate, GateFacts, GateId, GateRule } from './gate.ts';
import { lineEnds } from './line-ends.ts';
import { migrationLock } from './migration-lock.ts';
import { missing } from './missing.ts';
import { notCompared } from './not-compared.ts';
import { outOfOrder } from './out-of-order.ts';
import { pooler } from './pooler.ts';
import { sessionPooler } from './session-pooler.ts';
import { undeclared } from './undeclared.ts';

/** Every gate before a deploy, the one that holds most first. */
export const gateRules: Readonly<Record<GateId, GateRule>> = {
  'failed-earlier': failedEarlier,
  pooler,
  edited,
  missing,
  drift,
  'migration-lock-held': migrationLock,
  'session-pooler': sessionPooler,
  'out-of-order': outOfOrder,
  undeclared,
  'not-compared': notCompared,
  'line-ends': lineEnds,
};

/** The gates that are closed, in the order of the menu. */
export const closedGates = (facts: GateFacts): readonly Gate[] =>
  Object.values(gateRules).flatMap(({ id, holds, look }) => {
    const found = look(facts);
    return found === null ? [] : [{ id, holds, ...found }];
  });

/** Those that keep a request from being approved and started. */
export const holdingApproval = (gates: readonly Gate[]): readonly Gate[] =>
  gates.filter(({ holds }) => holds === 'approval');
