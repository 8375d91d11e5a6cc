import type { MessageSubject } from '../../domain/message.ts';
import type { MessageRow } from '../../ports/store.ts';
import { type AttachedSql, answerFile } from '../../render/answer-file.ts';
import type { AppDeps } from '../../usecases/app-deps.ts';
import { attachFile } from './attach-file.ts';

/** Puts SQL of an answer whole into its thread, byte for byte: it is for the repository. */
export async function attachAnswer(
  deps: AppDeps,
  row: MessageRow,
  { inquiry, file }: Extract<MessageSubject, { kind: 'answer-file' }>,
): Promise<void> {
  const found = answerFile((await deps.store.inquiry(inquiry))?.finding ?? null, file);
  const content = found === null ? undefined : await contentOf(deps, found);
  if (found === null || content === undefined) return deps.store.postRefused(row.key, 'gone');
  return attachFile(deps, row, { name: found.name, title: found.title, content });
}

const contentOf = async ({ store }: AppDeps, found: AttachedSql): Promise<string | undefined> =>
  'content' in found ? found.content : (await store.sql([found.sha256])).get(found.sha256);
