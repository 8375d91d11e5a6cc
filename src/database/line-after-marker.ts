import type { Duplex } from 'node:stream';
import { moreOrEnd } from './more-or-end.ts';

/**
 * Reads from a stream up to the end of the line that begins with `marker`, and leaves what follows in the stream.
 * Null when it ends before. Everything before the marker is noise: login scripts, warnings of the prefix.
 */
export async function lineAfterMarker(stream: Duplex, marker: string, signal: AbortSignal): Promise<string | null> {
  let seen = Buffer.alloc(0);
  for (;;) {
    const chunk: unknown = stream.read();
    if (Buffer.isBuffer(chunk)) {
      seen = Buffer.concat([seen, chunk]);
      const found = cut(seen, marker);
      if (found === null) continue;
      if (found.rest.length > 0) stream.unshift(found.rest);
      return found.line;
    }
    if (stream.readableEnded || stream.destroyed) return null;
    await moreOrEnd(stream, signal);
  }
}

function cut(seen: Buffer, marker: string): { readonly line: string; readonly rest: Buffer } | null {
  const at = seen.indexOf(`\n${marker}`);
  const start = at + 1 + marker.length;
  const end = at < 0 ? -1 : seen.indexOf('\n', start);
  if (end < 0) return null;
  return { line: seen.toString('utf8', start, end), rest: seen.subarray(end + 1) };
}
