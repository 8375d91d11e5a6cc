import { type Environment, makeAnewTyped, startTyped } from '../domain/environment.ts';
import type { Comparison, HistoryRow } from '../domain/migration.ts';
import type { Trouble } from '../domain/trouble.ts';
import type { Host } from '../ports/remote.ts';
import type { PrismaProject, TargetSession, Targets } from '../ports/target.ts';
import { compareMigrations } from '../prisma-cli/compare.ts';
import { filesDigest, historyDigest } from '../prisma-cli/digest.ts';

/** Files and history of one environment, laid side by side. */
export interface Look {
  readonly project: PrismaProject;
  readonly history: readonly HistoryRow[];
  readonly comparison: Comparison;
}

/** What the last look before Prisma compares: any change of a file or of the history makes another pair. */
export const digestsOf = ({ project, history }: Pick<Look, 'project' | 'history'>) => ({
  files: filesDigest(project.files),
  history: historyDigest(history),
});

export type Looked<T> =
  | { readonly kind: 'seen'; readonly value: T }
  | { readonly kind: 'unseen'; readonly trouble: Trouble };

/** Opens files and database, looks, and hands both on while the session is open. */
export async function lookAt<T>(
  at: { environment: Environment; host: Host; targets: Targets },
  use: (look: Look, session: TargetSession) => Promise<T>,
): Promise<Looked<T>> {
  const opened = await at.targets.open(at.environment, at.host);
  if (opened.kind === 'trouble') return { kind: 'unseen', trouble: withStart(opened.trouble, at.environment) };
  await using session = opened.session;
  const history = await session.history();
  const { project } = session;
  const comparison = compareMigrations({ files: project.files, history });
  return { kind: 'seen', value: await use({ project, history, comparison }, session) };
}

/** The app's own files and database can be looked at only while the service runs: whoever asked is told what starts it. */
function withStart(trouble: Trouble, environment: Environment): Trouble {
  if (trouble.code !== 'exec-failed') return trouble;
  const ways = [
    { label: 'If it is stopped, type on the host', value: startTyped(environment) },
    { label: 'If its container was removed', value: makeAnewTyped(environment) },
  ];
  const facts = ways.flatMap(({ label, value }) => (value === null ? [] : [{ label, value }]));
  return { ...trouble, facts: [...trouble.facts, ...facts] };
}
