import type { ModalView } from '@slack/types';
import type { Rendered } from '../../../src/render/limits.ts';

/** What a person sees, drawn by the renderer from sample data, with a sentence that says when. */
export interface Sample {
  readonly what: string;
  readonly card: Rendered | ModalView;
}
