import type { MessageSubject } from '../../domain/message.ts';
import type { MessageRow } from '../../ports/store.ts';
import { lockPicture } from '../../render/lock-picture.ts';
import { shortName, utc } from '../../render/words.ts';
import type { AppDeps } from '../../usecases/app-deps.ts';
import { attachFile } from './attach-file.ts';

type Picture = Extract<MessageSubject, { kind: 'locks-picture' }>;

/** Puts the tree of locks into the answer's thread; one that was looked at anew meanwhile is not shown any more. */
export async function attachPicture(deps: AppDeps, row: MessageRow, subject: Picture): Promise<void> {
  const finding = (await deps.store.inquiry(subject.inquiry))?.finding ?? null;
  if (finding?.kind !== 'locks' || 'code' in finding.report || finding.report.lookedAt !== subject.lookedAt) {
    return deps.store.postRefused(row.key, 'outdated');
  }
  const environment = shortName(finding.environment);
  const content = deps.png(lockPicture(environment, finding.report));
  if (content === null) {
    deps.log.info({ message: row.key }, 'no picture is drawn: this machine has no fonts');
    return deps.store.postRefused(row.key, 'no-fonts');
  }
  const title = `Locks on ${environment}, ${utc(subject.lookedAt)}`;
  return attachFile(deps, row, { name: `locks-${subject.inquiry}.png`, title, content });
}
