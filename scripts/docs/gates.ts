import type { GateHold } from '../../src/domain/gates/gate.ts';
import { gateRules } from '../../src/domain/gates/menu.ts';
import { code, table } from './table.ts';

const holdWords: Readonly<Record<GateHold, string>> = {
  request: 'the request',
  approval: 'the approval',
  start: 'the start',
  nothing: 'nothing, it warns',
};

/** The gates as the menu has them. */
export const gateTable = (): string =>
  table(
    ['id', 'name', 'closed when', 'holds up'],
    Object.values(gateRules).map(({ id, title, closed, holds }) => [code(id), title, closed, holdWords[holds]]),
  );
