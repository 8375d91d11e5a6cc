import type { ModalView } from '@slack/types';
import type { Refusal } from '../domain/refusal.ts';
import { modal } from './limits.ts';
import { refusal } from './refusal.ts';

/** In place of a modal whose submission did nothing. */
export const refusalModal = (why: Refusal): ModalView =>
  modal({ title: 'Not done', close: 'Close', blocks: refusal(why).blocks });
