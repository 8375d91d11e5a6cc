import { z } from 'zod';
import type { Ack } from '../delivery/envelope.ts';
import { readModal } from '../methods/views.ts';
import { closeViews, openView, pickInView, redefineView, showErrors, stackMax, stackOf } from '../modals.ts';
import type { Notice, OpenView } from '../model.ts';
import { viewClosedPayload, viewSubmissionPayload } from '../payloads.ts';
import { issueTrigger } from '../triggers.ts';
import { fieldErrors, picksOf, type ViewValues } from './fields.ts';
import { addNotice, noteFailure, openViewOf, type Parts, type ViewRef } from './parts.ts';

/** What became of pressing a modal's submit button. */
export type SubmitOutcome =
  /** Slack's client did not send it: these fields (by block id) are wrong. */
  | { readonly kind: 'incomplete'; readonly errors: Readonly<Record<string, string>> }
  /** The app refused; the errors (by block id) stand under the fields. */
  | { readonly kind: 'errors'; readonly ack: Ack; readonly errors: Readonly<Record<string, string>> }
  | { readonly kind: 'closed'; readonly ack: Ack }
  | { readonly kind: 'cleared'; readonly ack: Ack }
  | { readonly kind: 'updated' | 'pushed'; readonly ack: Ack; readonly view: OpenView }
  /** No acknowledgement, or one that Slack does not take; the modal stays. */
  | { readonly kind: 'trouble'; readonly ack: Ack; readonly notice: Notice };

const answers = z.discriminatedUnion('response_action', [
  z.object({ response_action: z.literal('errors'), errors: z.record(z.string(), z.string()) }),
  z.object({ response_action: z.literal('update'), view: z.unknown() }),
  z.object({ response_action: z.literal('push'), view: z.unknown() }),
  z.object({ response_action: z.literal('clear') }),
]);
type Answer = z.infer<typeof answers>;

const trouble = (parts: Parts, ack: Ack, why: string): SubmitOutcome => ({
  kind: 'trouble',
  ack,
  notice: addNotice(parts, null, {
    reason: 'invalid_view_response',
    words: `We had some trouble connecting. Try again? (${why})`,
  }),
});

/** A submission that was acknowledged. */
interface Submitted {
  readonly view: OpenView;
  readonly ack: Ack & { readonly kind: 'acknowledged' };
}

const followErrors = (parts: Parts, { view, ack }: Submitted, errors: Record<string, string>): SubmitOutcome => {
  const inputs = view.definition.blocks.filter((block) => block.type === 'input').map((block) => block.block_id);
  const unknown = Object.keys(errors).filter((blockId) => !inputs.includes(blockId));
  if (unknown.length > 0) return trouble(parts, ack, `errors for unknown blocks: ${unknown.join(', ')}`);
  showErrors(parts.world, view, errors);
  return { kind: 'errors', ack, errors };
};

const followView = (
  parts: Parts,
  { view, ack }: Submitted,
  answer: Extract<Answer, { view?: unknown }>,
): SubmitOutcome => {
  const { world } = parts;
  const read = readModal(answer.view);
  if (read.kind === 'no')
    return trouble(parts, ack, `view refused: ${JSON.stringify(read.answer.errors ?? read.answer.error)}`);
  if (answer.response_action === 'update')
    return { kind: 'updated', ack, view: redefineView(world, view, read.definition) };
  if (stackOf(world, view).length >= stackMax) return trouble(parts, ack, 'more than three views');
  const pushed = openView(world, { viewer: view.viewer, definition: read.definition, below: view });
  return { kind: 'pushed', ack, view: pushed };
};

const follow = (parts: Parts, submitted: Submitted): SubmitOutcome => {
  const { view, ack } = submitted;
  const { body } = ack;
  if (body === null || body === '' || (typeof body === 'object' && Object.keys(body).length === 0)) {
    closeViews(parts.world, [view]);
    return { kind: 'closed', ack };
  }
  const answer = answers.safeParse(body);
  if (!answer.success) return trouble(parts, ack, 'an answer that is no response_action');
  switch (answer.data.response_action) {
    case 'errors':
      return followErrors(parts, submitted, answer.data.errors);
    case 'clear':
      closeViews(parts.world, stackOf(parts.world, view));
      return { kind: 'cleared', ack };
    default:
      return followView(parts, submitted, answer.data);
  }
};

/** Types into fields of a modal without submitting it. */
export const fill = (parts: Parts, ref: ViewRef, values: ViewValues): OpenView => {
  const view = openViewOf(parts, ref);
  return pickInView(parts.world, view, picksOf(view, values));
};

/** Fills in and submits a modal, then does what the acknowledgement says. */
export const submit = async (parts: Parts, ref: ViewRef, values: ViewValues): Promise<SubmitOutcome> => {
  const { world, courier, person } = parts;
  const view = fill(parts, ref, values);
  if (view.definition.type !== 'modal') throw new Error(`submitting view ${view.id}: it is not a modal`);
  if (stackOf(world, view).at(-1)?.id !== view.id) throw new Error(`submitting view ${view.id}: another lies on top`);
  const errors = fieldErrors(view);
  if (Object.keys(errors).length > 0) return { kind: 'incomplete', errors: showErrors(world, view, errors).errors };
  showErrors(world, view, {});
  const trigger = issueTrigger(world, person.id, view.id);
  const ack = await courier.deliver('interactive', viewSubmissionPayload(world, { person, view, trigger }));
  if (ack.kind === 'acknowledged') return follow(parts, { view: world.views.get(view.id) ?? view, ack });
  const what = 'We had some trouble connecting. Try again? Submitting the modal';
  return { kind: 'trouble', ack, notice: noteFailure(parts, { what, channel: null, ack }) };
};

/** Closes a modal (and with `clear_on_close` the whole stack); the app is told where it asked for that. */
export const closeView = async (parts: Parts, ref: ViewRef, all: boolean): Promise<Ack | null> => {
  const { world, courier, person } = parts;
  const view = openViewOf(parts, ref);
  if (view.definition.type !== 'modal') throw new Error(`closing view ${view.id}: it is not a modal`);
  const cleared = all || view.definition.clear_on_close === true;
  closeViews(world, cleared ? stackOf(world, view) : [view]);
  if (view.definition.notify_on_close !== true) return null;
  return courier.deliver('interactive', viewClosedPayload(world, { person, view, cleared }));
};
