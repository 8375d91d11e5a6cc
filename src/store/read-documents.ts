import type { z } from 'zod';
import { HeldByNewer } from '../ports/held-by-newer.ts';
import type { Log } from '../ports/log.ts';

/** Reads what stands in a row. Says once of each row that it cannot be read, however often somebody comes across it. */
export interface DocumentReader {
  /** Throws `HeldByNewer`. `row` names it: "run r7f3k2mq". */
  readonly read: <T>(schema: z.ZodType<T>, document: unknown, row: string) => T;
  /** Null where only a newer version can read it. */
  readonly readOrNull: <T>(schema: z.ZodType<T>, document: unknown, row: string) => T | null;
}

/** Rows of one process' life; beyond them a row is named again. */
const remembered = 1_000;
const problemsNamed = 3;

export function documentReader(log: Log): DocumentReader {
  const told = new Set<string>();
  const readOrNull: DocumentReader['readOrNull'] = (schema, document, row) => {
    const read = schema.safeParse(document);
    if (read.success) return read.data;
    if (told.size >= remembered) told.clear();
    if (!told.has(row))
      log.warn({ row, why: problemsOf(read.error) }, 'a row is left to the newer version that wrote it');
    told.add(row);
    return null;
  };
  return {
    readOrNull,
    read: (schema, document, row) => {
      const read = readOrNull(schema, document, row);
      if (read === null) throw new HeldByNewer(row);
      return read;
    },
  };
}

/** Where, and what was expected there; never what stands there. */
const problemsOf = ({ issues }: z.ZodError): readonly string[] =>
  issues.slice(0, problemsNamed).map(({ path, message }) => `${path.join('.') || '.'}: ${message}`);
