import { wake } from '../domain/decide/wake.ts';
import type { RunId } from '../domain/ids.ts';
import type { Changed } from '../ports/store.ts';
import { changeRun } from './change-run.ts';
import type { Deps } from './deps.ts';

/** Time passed for a waiting run: it may expire, remind, or start. */
export const wakeRun = (deps: Deps, run: RunId): Promise<Changed> => changeRun(deps, { run, delivery: null }, wake);
