/** Thrown by a handler when its queue should rest: nothing of it is taken for `afterMs`, and this job costs no attempt. */
export class TryLater extends Error {
  readonly afterMs: number;

  constructor(what: string, afterMs: number) {
    super(`${what}: trying again in ${afterMs} ms`);
    this.name = 'TryLater';
    this.afterMs = afterMs;
  }
}
