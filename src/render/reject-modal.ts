import type { ModalView } from '@slack/types';
import { inputIds, viewIds } from './action-ids.ts';
import { md } from './escape.ts';
import { modal, section, textInput } from './limits.ts';
import type { RunView } from './run-view.ts';
import { deed, mention } from './words.ts';

/** Asks why; rejecting ends the request for everybody. */
export function rejectModal({ run, environment }: Pick<RunView, 'run' | 'environment'>): ModalView {
  return modal({
    title: 'Reject the request',
    callback: viewIds.reject,
    submit: 'Reject',
    close: 'Keep it open',
    metadata: { run: run.id },
    blocks: [
      section(
        md`${mention(run.requestedBy)} asked to ${deed(run, environment)}. Rejecting closes the request; nothing is changed.`,
      ),
      textInput({ id: inputIds.reason, label: 'Reason', hint: 'Everybody sees it on the card.', optional: true }),
    ],
  });
}
