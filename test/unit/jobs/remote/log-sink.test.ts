import { describe, expect, it } from 'vitest';
import type { RunId } from '../../../../src/domain/ids.ts';
import { LogSink } from '../../../../src/jobs/remote/log-sink.ts';
import { Secret } from '../../../../src/lib/secret.ts';
import { memoryStore } from '../../../fakes/memory-store.ts';

const run = 'r1' as RunId;
const secret = 'open sesame';
const sinkOn = (store: ReturnType<typeof memoryStore>, from = 0) =>
  new LogSink({ store, run, step: 'backup', base: 0, secrets: () => [new Secret(secret)] }, from, '');
const length = (store: ReturnType<typeof memoryStore>) => store.logLength(run, 'backup');
const stored = (store: ReturnType<typeof memoryStore>) => store.logText(run, 'backup');

describe('storing a log', () => {
  it('stores whole lines, so that a later worker reads the unfinished one again', async () => {
    await using store = memoryStore();
    const log = Buffer.from('one\ntwo\nthr');
    await sinkOn(store).write(log);
    expect(await stored(store)).toBe('one\ntwo\n');

    const next = sinkOn(store, await length(store));
    await next.write(log.subarray(await length(store)));
    expect(next.unfinishedLine).toEqual({ line: 'thr', offset: 8 });
    await next.write(Buffer.from('ee\n'));
    await next.close();
    expect(await stored(store)).toBe('one\ntwo\nthree\n');
  });

  it('masks a secret that comes in two pieces', async () => {
    await using store = memoryStore();
    const sink = sinkOn(store);
    await sink.write(Buffer.from(`it is ${secret.slice(0, 4)}`));
    await sink.write(Buffer.from(`${secret.slice(4)}\n`));
    expect(await stored(store)).toBe(`it is ${'*'.repeat(secret.length)}\n`);
  });

  it.each([3_067, 3_072, 4_090, 4_096, 8_000])('masks a secret that a very long line is cut at (%i)', async (at) => {
    await using store = memoryStore();
    const sink = sinkOn(store);
    const line = `${'x'.repeat(at)}${secret}${'y'.repeat(5_000)}`;
    for (let from = 0; from < line.length; from += 1_000) await sink.write(Buffer.from(line.slice(from, from + 1_000)));
    expect(await length(store)).toBeGreaterThan(3_000);
    await sink.close();
    expect(await stored(store)).toBe(line.replace(secret, '*'.repeat(secret.length)));
  });
});
