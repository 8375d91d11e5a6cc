import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Frame, frameReader } from '../../../src/remote/frames.ts';

const mark = 'godwit-0123';
const log = `one\n${mark} end 8\nexited 0\n`;
const stream = Buffer.from(
  `welcome to the host\n${mark} data ${log.length}\n${log}${mark} data 0\n${mark} ask 7 5\nSure? \n${mark} end 8\nexited 3`,
);

/** Frames of a stream that arrives cut at these places; neighbouring data frames are joined. */
function readInPieces(places: readonly number[]): Frame[] {
  const read = frameReader(mark);
  const cuts = [0, ...places.map((place) => place % stream.length).sort((a, b) => a - b), stream.length];
  const frames = cuts.slice(1).flatMap((cut, index) => read(stream.subarray(cuts[index], cut)));
  const data = frames.flatMap((frame) => (frame.kind === 'data' ? [frame.bytes] : []));
  return [{ kind: 'data', bytes: Buffer.concat(data) }, ...frames.filter((frame) => frame.kind !== 'data')];
}

describe('frames', () => {
  it('are the same wherever the stream is cut, whatever stands before them, whatever a log looks like', () => {
    fc.assert(
      fc.property(fc.array(fc.nat()), (places) => {
        expect(readInPieces(places)).toEqual([
          { kind: 'data', bytes: Buffer.from(log) },
          { kind: 'ask', line: 'Sure? \n', idleMs: 5_000 },
          { kind: 'end', how: 'exited 3' },
        ]);
      }),
    );
  });

  it('are refused when they do not keep to the form', () => {
    const read = frameReader(mark);
    read(Buffer.from(`${mark} data 1\nx`));
    expect(() => read(Buffer.from('anything else\n'))).toThrow('unknown frame');
  });
});
