import type { ModalView } from '@slack/types';
import type { Trouble } from '../domain/trouble.ts';
import { md } from './escape.ts';
import { modal, section } from './limits.ts';
import { troubleBlocks } from './trouble.ts';

/** Opens within the three seconds of a press; what is being looked up replaces it. */
export const loadingModal = (title: string): ModalView =>
  modal({ title, blocks: [section(md`◌ Looking it up …`)], close: 'Close' });

/** In place of a loading modal whose content could not be found out. */
export const troubleModal = (title: string, trouble: Trouble): ModalView =>
  modal({ title, blocks: troubleBlocks(trouble), close: 'Close' });
