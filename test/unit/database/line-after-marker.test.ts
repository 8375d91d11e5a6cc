import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { lineAfterMarker } from '../../../src/database/line-after-marker.ts';

const patient = () => new AbortController().signal;

test('comes out whole, however it is cut, and what follows stays', async () => {
  const text = 'noise\nmark in noise\n\nmark:the liné\n\u0000\u0001rest';
  const bytes = Buffer.from(text);
  for (let size = 1; size <= bytes.length; size += 1) {
    const stream = new PassThrough();
    const line = lineAfterMarker(stream, 'mark:', patient());
    for (let at = 0; at < bytes.length; at += size) stream.write(bytes.subarray(at, at + size));
    stream.end();
    expect(await line).toBe('the liné');
    const rest: Buffer[] = [];
    for await (const chunk of stream) rest.push(chunk as Buffer);
    expect(Buffer.concat(rest).toString()).toBe('\u0000\u0001rest');
  }
});

test('is null when the stream ends or is destroyed before', async () => {
  const ended = new PassThrough();
  ended.end('no mark\nmark:unfinished');
  expect(await lineAfterMarker(ended, 'mark:', patient())).toBeNull();
  const destroyed = new PassThrough();
  const line = lineAfterMarker(destroyed, 'mark:', patient());
  destroyed.destroy();
  expect(await line).toBeNull();
});

test('is not waited for longer than wanted, and no listener is left', async () => {
  const stream = new PassThrough();
  const stop = new AbortController();
  const line = lineAfterMarker(stream, 'mark:', stop.signal);
  stop.abort(new Error('too late'));
  await expect(line).rejects.toThrow('too late');
  expect(['readable', 'end', 'close', 'error'].map((event) => stream.listenerCount(event))).toEqual(
    ['readable', 'end', 'close', 'error'].map((event) => new PassThrough().listenerCount(event)),
  );
});
