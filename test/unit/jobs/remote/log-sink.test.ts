import { describe, expect, it } from 'vitest';
import type { RunId } from '../../../../src/domain/ids.ts';
import { LogSink } from '../../../../src/jobs/remote/log-sink.ts';
import { maskOf } from '../../../../src/lib/mask.ts';
import { Secret } from '../../../../src/lib/secret.ts';
import { memoryStore } from '../../../fakes/memory-store.ts';

const run = 'r1' as RunId;
const secret = 'open sesame';
const mask = maskOf([new Secret(secret)]);
type Pieces = Parameters<ConstructorParameters<typeof LogSink>[0]['blank']>[0];
const sinkOn = (store: ReturnType<typeof memoryStore>, from = 0, blanked: Pieces[number][] = []) => {
  const blank = async (pieces: Pieces) => void blanked.push(...pieces);
  return new LogSink({ store, run, step: 'backup', base: 0, mask, blank }, from, '');
};
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

  it('masks a secret in an encoded text that goes on in the next line', async () => {
    await using store = memoryStore();
    const sink = sinkOn(store);
    const encoded = Buffer.from(`${'a long beginning of a line, '.repeat(2)}${secret} and an end`).toString('base64');
    const [first, second] = [encoded.slice(0, 76), encoded.slice(76)];
    await sink.write(Buffer.from(`the URL is\n${first}\n`));
    expect(await stored(store)).toBe('the URL is\n');
    await sink.write(Buffer.from(`${second}\nand more\n`));
    expect(await stored(store)).toMatch(/^the URL is\n[^*]*\*+\n\*+\nand more\n$/);
    const kept = (await stored(store)).split('\n').slice(1, 3).join('').replaceAll('*', '');
    expect(Buffer.from(kept, 'base64').toString()).not.toContain('ope');
  });

  it('asks for the very bytes to be overwritten where they came from', async () => {
    await using store = memoryStore();
    const blanked: Pieces[number][] = [];
    const sink = sinkOn(store, 0, blanked);
    await sink.write(Buffer.from(`it is ${secret}, and\nagain ${secret}`));
    await sink.write(Buffer.from('!\n'));
    expect(blanked).toEqual([
      { offset: 6, length: secret.length },
      { offset: 29, length: secret.length },
    ]);
  });

  it('tells an unfinished line from what is held back before it', async () => {
    await using store = memoryStore();
    const sink = sinkOn(store);
    await sink.write(Buffer.from(`${'A'.repeat(60)}\nGo on? `));
    expect(sink.unfinishedLine).toEqual({ line: 'Go on? ', offset: 61 });
  });
});
