import type { RunId } from '../domain/ids.ts';
import type { LogChunk, Store } from '../ports/store.ts';
import type { Tables } from './tables.ts';

const lengthOf = `
  SELECT coalesce((SELECT "offset" + length(bytes) FROM log_chunk WHERE run = $1 AND step = $2
    ORDER BY "offset" DESC LIMIT 1), 0) AS length`;

// Only what lies behind the stored bytes is added, so a worker that attaches again may repeat itself.
const append = `
  INSERT INTO log_chunk (run, step, "offset", bytes)
  SELECT $1, $2, stored.length, substr($4::bytea, (stored.length - $3::bigint + 1)::integer)
  FROM (${lengthOf}) AS stored
  WHERE stored.length BETWEEN $3::bigint AND $3::bigint + length($4::bytea) - 1
  ON CONFLICT DO NOTHING`;

/** The logs of steps: bytes in pieces, without gaps, each byte once. */
export function stepLogs({ prisma, pool }: Tables): Pick<Store, 'appendLog' | 'logLength' | 'logText'> {
  const logLength: Store['logLength'] = async (id, step) => {
    const { rows } = await pool.query<{ length: string }>({ name: 'log-length', text: lengthOf, values: [id, step] });
    return Number(rows[0]?.length ?? 0);
  };

  // Two workers may append the same piece at the same time: who comes second looks again.
  const appendLog = async (id: RunId, chunk: LogChunk): Promise<void> => {
    if (chunk.bytes.length === 0) return;
    const values = [id, chunk.step, chunk.offset, chunk.bytes];
    const { rowCount } = await pool.query({ name: 'append-log', text: append, values });
    if (rowCount === 1) return;
    const stored = await logLength(id, chunk.step);
    if (stored >= chunk.offset + chunk.bytes.length) return;
    if (stored < chunk.offset) throw new Error(`appending to the log of ${id} ${chunk.step}: ${gap(stored, chunk)}`);
    return appendLog(id, chunk);
  };

  const logText: Store['logText'] = async (id, step) => {
    const where = { run: id, ...(step === null ? {} : { step }) };
    const rows = await prisma.logChunkRow.findMany({ where, orderBy: { sequence: 'asc' } });
    const steps = [...new Set(rows.map((row) => row.step))];
    const ofStep = (name: string) =>
      Buffer.concat(
        rows
          .filter((row) => row.step === name)
          .sort((a, b) => Number(a.offset - b.offset))
          .map((row) => row.bytes),
      );
    return steps.map((name) => ofStep(name).toString('utf8')).join('');
  };
  return { appendLog, logLength, logText };
}

const gap = (stored: number, chunk: LogChunk) => `${stored} bytes are stored, the piece begins at ${chunk.offset}`;
