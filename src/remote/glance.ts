import type { Host, HostGlance } from '../ports/remote.ts';
import { askAgainWhenLost } from './ask-again.ts';
import { lockFileName, parseOwner } from './locks.ts';
import { newMark } from './mark.ts';
import { glanceProgram } from './programs/glance.ts';
import { runProgram } from './run-program.ts';
import type { Transport } from './transport.ts';

type Place = Parameters<Host['glance']>[0];

/** See `Host.glance`: those asked for in one turn of the event loop are one command on the host. */
export function glances(transport: Transport): Host['glance'] {
  let batch: { readonly places: Place[]; readonly seen: Promise<readonly HostGlance[]> } | null = null;
  return async (place) => {
    if (batch === null) {
      const places: Place[] = [];
      const turn = new Promise<void>((resolve) => setImmediate(resolve));
      const seen = turn.then(() => {
        batch = null;
        return glanceAt(transport, places);
      });
      batch = { places, seen };
    }
    const at = batch.places.push(place) - 1;
    return (await batch.seen)[at] ?? nothingSeen;
  };
}

const nothingSeen: HostGlance = { owner: null, ground: null };

async function glanceAt(transport: Transport, places: readonly Place[]): Promise<readonly HostGlance[]> {
  const mark = newMark();
  const parameters = places.flatMap(({ lock, directory, files }) => [
    ...[lockFileName(lock), directory, String(files.length)],
    ...files,
  ]);
  const seen = await askAgainWhenLost(() => runProgram(transport, glanceProgram, [mark, ...parameters]));
  return readGlances(seen, mark);
}

/** Reads what the program printed. The ground is text that nobody takes apart but for the lines about directories. */
function readGlances([variables = '', ...lines]: readonly string[], mark: string): readonly HostGlance[] {
  const found: HostGlance[] = [];
  for (let rest = lines; ; ) {
    const end = rest.findIndex((line) => line.startsWith(`${mark} `));
    if (end < 0) return found;
    const ground = [variables, ...rest.slice(4, end).map(groundLine)].join('\n');
    found.push({ owner: parseOwner(rest.slice(0, 4)), ground: rest[end] === `${mark} whole` ? ground : null });
    rest = rest.slice(end + 1);
  }
}

/** What is inside a directory is its own affair: it counts which one it is, not when it last changed. */
const groundLine = (line: string): string => line.replace(/ (directory \d+ \d+) \d+ .*$/, ' $1');
