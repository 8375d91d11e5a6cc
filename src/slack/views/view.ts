import type { ModalView } from '@slack/types';
import type { UserId } from '../../domain/ids.ts';
import type { Refusal } from '../../domain/refusal.ts';
import type { Changed } from '../../ports/store.ts';
import type { InputId } from '../../render/action-ids.ts';
import { refusalModal } from '../../render/refusal-modal.ts';
import type { AppDeps } from '../../usecases/app-deps.ts';
import { recordAttempt } from '../../usecases/record-attempt.ts';
import { whyNot } from '../why-not.ts';

/** What was typed and chosen in one input. */
export interface InputValue {
  readonly value?: string | null | undefined;
  readonly selected_date_time?: number | null | undefined;
  readonly selected_option?: { readonly value: string } | null | undefined;
}

/** A modal that was submitted. */
export interface Submitted {
  readonly deps: AppDeps;
  readonly by: UserId;
  readonly trigger: string;
  /** "dialog reject" */
  readonly what: string;
  /** What the modal carried, as it was read from `private_metadata`. */
  readonly metadata: Readonly<Record<string, string>>;
  readonly input: (id: InputId) => InputValue;
  /** Closes the modal. */
  readonly close: () => Promise<void>;
  /** Shows something else in its place. */
  readonly replace: (view: ModalView) => Promise<void>;
  /** Shows what is wrong beside an input. */
  readonly object: (input: InputId, why: string) => Promise<void>;
}

export type Handler = (submitted: Submitted) => Promise<void>;

/** Says in the modal's place why nothing was done; an attempt at what one may not do is recorded. */
export async function refuse(submitted: Submitted, why: Refusal): Promise<void> {
  const { deps, by, what, metadata } = submitted;
  await submitted.replace(refusalModal(why));
  await recordAttempt(deps, { by, what, about: metadata.run ?? null, refusal: why });
}

/** Closes the modal where it was done, else says why nothing was. */
export async function settle(submitted: Submitted, changed: Changed): Promise<void> {
  const why = await whyNot(submitted.deps, changed);
  return why === null ? submitted.close() : refuse(submitted, why);
}
