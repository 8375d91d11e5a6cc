import { z } from 'zod';
import type { HistoryTuple } from './digest.ts';

/** Exit codes of the receipt command: as expected, something differs, it could not be looked at. */
export const receiptExit = { equal: 0, differs: 86, unseen: 87 } as const;

/** What the receipt command found right before Prisma. Null lists: as expected, or not looked at. */
export type ReceiptCheck =
  /** `historySeen`: false where the app has no `pg` through which to look; the files alone were compared. */
  | { readonly kind: 'equal'; readonly historySeen: boolean }
  | {
      readonly kind: 'differs';
      readonly files: readonly (readonly [name: string, sha256: string])[] | null;
      readonly history: readonly HistoryTuple[] | null;
    }
  /** `of`: the files were read, and the database did not answer. */
  | { readonly kind: 'unseen'; readonly why: string; readonly of?: 'database' | undefined };

// Further keys are let be: the task may have been begun by a newer version, which this worker took it over from.
const line = z.discriminatedUnion('kind', [
  z
    .object({ kind: z.literal('equal'), history: z.boolean() })
    .transform(({ kind, history }) => ({ kind, historySeen: history })),
  z.object({
    kind: z.literal('differs'),
    files: z.array(z.tuple([z.string(), z.string()])).nullable(),
    history: z.array(z.tuple([z.string(), z.string(), z.boolean(), z.boolean()])).nullable(),
  }),
  z.object({ kind: z.literal('unseen'), why: z.string(), of: z.literal('database').optional() }),
]);

/** Reads the check's line from a task's log; null when the command did not come as far as writing it. */
export function readReceiptCheck(log: string): ReceiptCheck | null {
  const text = /^godwit-receipt (\{.*\})\r?$/m.exec(log)?.[1];
  if (text === undefined) return null;
  try {
    const parsed = line.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

/** How a list of files differs from the expected one; one sentence each. */
export function filesDifferences(
  expected: readonly { readonly name: string; readonly sha256: string }[],
  found: readonly (readonly [name: string, sha256: string])[],
): readonly string[] {
  const now = new Map(found);
  const before = new Map(expected.map((file) => [file.name, file.sha256]));
  return [
    ...[...now.keys()].filter((name) => !before.has(name)).map((name) => `${name} is new.`),
    ...[...before.keys()].filter((name) => !now.has(name)).map((name) => `${name} is gone.`),
    ...[...before]
      .filter(([name, sum]) => now.has(name) && now.get(name) !== sum)
      .map(([name]) => `${name} was changed.`),
  ];
}

/** How the history differs from the expected one; one sentence each. */
export function historyDifferences(
  expected: readonly HistoryTuple[],
  found: readonly HistoryTuple[],
): readonly string[] {
  const before = new Set(expected.map((tuple) => JSON.stringify(tuple)));
  const now = new Set(found.map((tuple) => JSON.stringify(tuple)));
  const names = (of: readonly HistoryTuple[], not: ReadonlySet<string>) => [
    ...new Set(of.filter((tuple) => !not.has(JSON.stringify(tuple))).map(([name]) => name)),
  ];
  const changed = new Set([...names(found, before), ...names(expected, now)]);
  return [...changed].map((name) => `The history of ${name} changed.`);
}
