import type { DownReport, WrittenMigration } from '../../domain/drift.ts';
import type { InquiryId } from '../../domain/ids.ts';
import { RemoteOutage } from '../../ports/remote.ts';
import { removeMigration, writeMigration as writeFile } from '../../steps/migration-file.ts';
import { findEnvironment } from '../../usecases/situation.ts';
import { type DownAnswer, downAnswer, recordWriting, requestWritten } from '../../usecases/write-migration.ts';
import type { WorkerDeps } from '../worker-deps.ts';

/** Writes the file of an answer where Prisma reads it, and asks for its deploy; without that the file goes again. */
export async function writeMigration(deps: WorkerDeps, id: InquiryId): Promise<void> {
  const answer = await downAnswer(deps, id);
  if (answer === null || answer.report.writing.kind !== 'asked') return;
  const { by } = answer.report.writing;
  const end = await written(deps, answer, by).catch((error: unknown) => {
    if (error instanceof RemoteOutage) return { why: `${error.trouble.message} Look whether it lies there` };
    throw error;
  });
  const at = deps.clock.now();
  await recordWriting(
    deps,
    id,
    'run' in end ? { kind: 'written', by, at, ...end } : { kind: 'not-written', by, at, ...end },
  );
}

type Asked = Extract<DownReport['writing'], { kind: 'asked' }>;

async function written(deps: WorkerDeps, { environment: id, report }: DownAnswer, by: Asked['by']) {
  const environment = findEnvironment(deps, id);
  if (environment === null) return { why: 'its environment is not configured any more' };
  const { sql: sha256, name, migrationsPath, undoes } = report;
  const sql = sha256 === null ? undefined : (await deps.store.sql([sha256])).get(sha256);
  if (sha256 === null || sql === undefined) return { why: 'its text is not at hand any more' };
  const site = { environment, host: await deps.remote.host(environment.host), targets: deps.targets };
  const file = { name, migrationsPath, sha256, sql };
  const why = await writeFile(site, file);
  if (why !== null) return { why };
  const wrote: WrittenMigration = { name, migrationsPath, sha256, undoes, state: { kind: 'there' } };
  const asked = await requestWritten(deps, { environment: id, wrote, by });
  if ('run' in asked) return asked;
  const left = await removeMigration(site, file);
  return { why: left === null ? asked.why : `${asked.why}; ${left}` };
}
