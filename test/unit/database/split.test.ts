import { once } from 'node:events';
import { Duplex } from 'node:stream';
import { expect, test } from 'vitest';
import { split } from '../../../src/database/split.ts';

/** A stream whose far end is played by the test. */
function line() {
  const written: Buffer[] = [];
  const stream = new Duplex({
    allowHalfOpen: false,
    read() {},
    write(bytes: Buffer, _encoding, done) {
      written.push(bytes);
      done();
    },
  });
  return { stream, said: () => Buffer.concat(written).toString('latin1') };
}

const frame = (kind: string, text: string) => `${kind}\0\0\0${String.fromCharCode(text.length)}${text}`;

test('two conversations keep apart, however the bytes come', async () => {
  const { stream, said } = line();
  const { database, ask } = split(stream);
  const heard: string[] = [];
  database.on('data', (bytes: Buffer) => heard.push(bytes.toString()));
  database.write('query');
  const answers = [ask(), ask()];
  expect(said()).toBe(frame('d', 'query') + frame('q', '') + frame('q', ''));
  for (const byte of Buffer.from(frame('d', 'row') + frame('a', 'one') + frame('d', 's') + frame('a', 'two'), 'latin1'))
    stream.push(Buffer.from([byte]));
  expect(await Promise.all(answers)).toEqual(['one', 'two']);
  expect(heard.join('')).toBe('rows');
});

test.each<[string, (stream: Duplex) => unknown]>([
  ['ends', (stream) => stream.push(null)],
  ['is destroyed', (stream) => stream.destroy()],
  ['says something else', (stream) => stream.push(frame('!', 'noise'))],
])('a question is answered with null when the stream %s, and so is every later one', async (_, end) => {
  const { stream } = line();
  const { database, ask } = split(stream);
  database.resume();
  const closed = once(database, 'close');
  const asked = ask();
  end(stream);
  expect(await asked).toBeNull();
  await closed;
  expect(await ask()).toBeNull();
});
