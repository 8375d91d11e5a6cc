import type { MessageSubject } from '../../domain/message.ts';
import { cardUnreachable } from '../../render/card-unreachable.ts';
import type { AppDeps } from '../../usecases/app-deps.ts';

/** A request whose card cannot be posted would be seen by nobody: its requester is told directly, with the way out. */
export async function tellUnreachable(deps: AppDeps, subject: MessageSubject, error: string): Promise<void> {
  if (subject.kind !== 'run-card') return;
  const run = await deps.store.run(subject.run);
  if (run === null) return;
  const direct = await deps.slack.openDirect(run.requestedBy);
  if (direct.kind !== 'ok') return;
  const to = { channel: direct.value, threadTs: null, key: `unreachable/${run.id}`, mayStand: false };
  await deps.slack.post(to, cardUnreachable(run, error));
}
