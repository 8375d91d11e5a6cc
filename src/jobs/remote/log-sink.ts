import type { RunId } from '../../domain/ids.ts';
import type { StepName } from '../../domain/run.ts';
import { maskSecrets } from '../../lib/mask.ts';
import type { Secret } from '../../lib/secret.ts';
import type { Store } from '../../ports/store.ts';

/** A line that goes on longer than this is stored in pieces. */
const longestHeldBack = 4_096;
/** So much of such a line waits for what follows: a secret may have come only in part. */
const secretRoom = 1_024;
/** What is kept in memory to read progress and the end from. */
const longestText = 2_000_000;

/**
 * Stores a task's log as it comes: whole lines, secrets masked, every byte at its own offset. What is held back is not
 * stored, so a later worker reads it again.
 */
export class LogSink {
  readonly #at: { store: Store; run: RunId; step: StepName; base: number; secrets: () => readonly Secret[] };
  #held: Buffer = Buffer.alloc(0);
  #heldFrom: number;
  #text = '';

  constructor(
    at: { store: Store; run: RunId; step: StepName; base: number; secrets: () => readonly Secret[] },
    from: number,
    before: string,
  ) {
    this.#at = at;
    this.#heldFrom = from;
    this.#text = before;
  }

  /** The log so far with secrets masked, the unfinished line included. */
  get text(): string {
    return (this.#text + this.#mask(this.#held).toString('utf8')).slice(-longestText);
  }

  /** The last line, while it has no end yet, and where it begins. */
  get unfinishedLine(): { readonly line: string; readonly offset: number } {
    return { line: this.#held.toString('utf8'), offset: this.#heldFrom };
  }

  async write(bytes: Buffer): Promise<void> {
    this.#held = Buffer.concat([this.#held, bytes]);
    const end = this.#held.lastIndexOf(0x0a) + 1;
    await this.#store(end > 0 || this.#held.length < longestHeldBack ? end : this.#held.length - secretRoom);
  }

  /** Stores what is left. */
  async close(): Promise<void> {
    await this.#store(this.#held.length);
  }

  async #store(length: number): Promise<void> {
    if (length === 0) return;
    const { store, run, step, base } = this.#at;
    // Masked as a whole, and what is held back stays masked: the cut may go through a secret.
    const masked = this.#mask(this.#held);
    const bytes = masked.subarray(0, length);
    await store.appendLog(run, { step, offset: base + this.#heldFrom, bytes });
    this.#text = (this.#text + bytes.toString('utf8')).slice(-longestText);
    this.#held = masked.subarray(length);
    this.#heldFrom += length;
  }

  #mask(bytes: Buffer): Buffer {
    return maskSecrets(bytes, this.#at.secrets());
  }
}
