import { openAt } from '../../domain/windows.ts';
import { epochMs } from '../../lib/time.ts';
import { windowModal } from '../../render/window-modal.ts';
import type { Handler } from './action.ts';
import { openForRun } from './open-for-run.ts';

const hourMs = 3_600_000;

/** Opens the choice of a moment, beginning with the next opening, else the next full hour. */
export const pickWindow: Handler = (pressed) =>
  openForRun(pressed, (view) => {
    const now = pressed.deps.clock.now();
    const opening = openAt(view.environment.policy.windows, now);
    const fullHour = epochMs(Math.ceil((now + 1) / hourMs) * hourMs);
    return windowModal(view, opening.open ? fullHour : (opening.opensAt ?? fullHour));
  });
