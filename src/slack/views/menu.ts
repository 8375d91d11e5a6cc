import type { ViewId } from '../../render/action-ids.ts';
import { down } from './down.ts';
import { losses } from './losses.ts';
import { reject } from './reject.ts';
import { resolve } from './resolve.ts';
import { restore } from './restore.ts';
import { review } from './review.ts';
import type { Handler } from './view.ts';
import { window } from './window.ts';

/** Every modal that can be submitted. */
export const views: Readonly<Record<ViewId, Handler>> = { review, window, restore, down, reject, losses, resolve };
