import { EventEmitter } from 'node:events';
import { expect, test } from 'vitest';
import { endOnSignals } from '../../../../playground/demo/ending.ts';

/** In the place of the demo's process: remembers what it printed and how it ended. */
class Demo extends EventEmitter {
  readonly printed: string[] = [];
  readonly codes: number[] = [];
  readonly stdout = { write: (text: string) => this.printed.push(text) };
  readonly exit = (code: number) => this.codes.push(code);
}

test.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
] as const)('%s interrupts the story, and ends well what is only kept up', (signal, code) => {
  const demo = new Demo();
  const ending = endOnSignals(demo);
  demo.emit(signal);
  ending.awaited = true;
  demo.emit(signal);
  expect(demo.codes).toEqual([code, 0]);
  expect(demo.printed.map((text) => text.trim())).toEqual([
    'Interrupted. Everything that was started is ended and removed.',
    'Everything that was started is ended and removed.',
  ]);
});
