/** Things that were opened one after the other and are closed in the opposite order. (Node's own comes with version 24.) */
export class Closing implements AsyncDisposable {
  #opened: (() => unknown)[] = [];

  /** Closes `opened` later; hands it back. */
  use<T extends AsyncDisposable | Disposable>(opened: T): T {
    this.#opened.push(() => (Symbol.asyncDispose in opened ? opened[Symbol.asyncDispose]() : opened[Symbol.dispose]()));
    return opened;
  }

  /** Calls `close` later. */
  defer(close: () => unknown): void {
    this.#opened.push(close);
  }

  /** Hands everything over to another holder: disposing of this one closes nothing any more. */
  move(): Closing {
    const other = new Closing();
    other.#opened = this.#opened;
    this.#opened = [];
    return other;
  }

  /** Closes everything, also where one of them breaks; then throws the first thing that broke. */
  async [Symbol.asyncDispose](): Promise<void> {
    const broken: unknown[] = [];
    for (const close of this.#opened.splice(0).reverse()) {
      try {
        await close();
      } catch (error) {
        broken.push(error);
      }
    }
    if (broken.length > 0) throw broken[0];
  }
}
