import { rejectModal } from '../../render/reject-modal.ts';
import type { Handler } from './action.ts';
import { openForRun } from './open-for-run.ts';

/** Opens the modal in which one may say why. */
export const reject: Handler = (pressed) => openForRun(pressed, (view) => rejectModal(view));
