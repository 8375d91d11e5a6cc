import type { EventEmitter } from 'node:events';
import { constants } from 'node:os';

/** How a signal ends the demo. */
export interface Ending {
  /** The story is over and only kept up: being told to end is no interruption. */
  awaited: boolean;
}

/** What is ended: this process, or what a test puts in its place. */
export interface Ended extends EventEmitter {
  readonly stdout: { readonly write: (text: string) => unknown };
  readonly exit: (code: number) => unknown;
}

/** Servers and directory are taken down by their own exit handler, at once. */
export function endOnSignals(demo: Ended): Ending {
  const ending: Ending = { awaited: false };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    demo.on(signal, () => {
      demo.stdout.write(
        `\n${ending.awaited ? '' : 'Interrupted. '}Everything that was started is ended and removed.\n`,
      );
      demo.exit(ending.awaited ? 0 : 128 + constants.signals[signal]);
    });
  }
  return ending;
}
