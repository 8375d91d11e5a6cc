import type { SlackResult } from '../../ports/slack.ts';
import type { MessageRow } from '../../ports/store.ts';
import type { AppDeps } from '../../usecases/app-deps.ts';
import { placeOf } from './place-of.ts';
import { passing } from './slack-unavailable.ts';

/** A file for the thread that a message's subject belongs to. Its name must be no other one's in that thread. */
export interface ThreadFile {
  readonly name: string;
  readonly title: string;
  readonly content: string | Buffer;
}

/** Puts a file into its thread, once, and notes how that went. */
export async function attachFile(deps: AppDeps, row: MessageRow, file: ThreadFile): Promise<void> {
  const result = await attach(deps, row, file);
  if (result.kind === 'passing') throw passing(`attaching ${row.key}`, result);
  if (result.kind === 'ok') return deps.store.shown(row.key, row.wanted);
  deps.log.warn({ message: row.key, error: result.error }, 'Slack will not take a file');
  return deps.store.postRefused(row.key, result.error);
}

async function attach(deps: AppDeps, row: MessageRow, file: ThreadFile): Promise<SlackResult<null>> {
  const place = await placeOf(deps, row.subject);
  if (place.kind !== 'ok') return place;
  const { channel, threadTs } = place.value;
  if (threadTs === null) return { kind: 'permanent', error: 'no_thread' };
  await deps.store.postBegun(row.key, deps.clock.now());
  return deps.slack.attach({ channel, ts: threadTs }, { ...file, mayStand: row.postingSince !== null });
}
