import { requestRun } from '../../usecases/request-run.ts';
import { settle } from '../exchange.ts';
import { tellElsewhere } from '../tell-elsewhere.ts';
import { environmentMeant, type Handler } from './command.ts';

/** Takes a backup and verifies it. */
export const backup: Handler<'backup'> = async (asked) => {
  const { deps, by, trigger, command } = asked;
  const environment = await environmentMeant(asked, command.environment);
  if (environment === null) return;
  const purpose = { kind: 'backup' as const, label: command.label ?? 'manual', forRun: null };
  const changed = await requestRun(deps, { environment, purpose, by, delivery: trigger });
  await settle(asked, changed);
  await tellElsewhere(asked, changed);
};
