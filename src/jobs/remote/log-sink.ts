import type { RunId } from '../../domain/ids.ts';
import type { StepName } from '../../domain/run.ts';
import type { Mask } from '../../lib/mask.ts';
import type { Store } from '../../ports/store.ts';

/** A line that goes on longer than this is stored in pieces. */
const longestHeldBack = 4_096;
/** So much of such a line waits for what follows: a secret may have come only in part. */
const secretRoom = 1_024;
/** What is kept in memory to read progress and the end from. */
const longestText = 2_000_000;

/** A line of an encoded text may go on in the next one. */
const encodedLine = /^[\w+/=-]{40,}\r?$/;

/** What a sink stores into, and what it does about secrets. */
export interface SinkSite {
  readonly store: Store;
  readonly run: RunId;
  readonly step: StepName;
  /** Where this task's log begins within the step's. */
  readonly base: number;
  readonly mask: Mask;
  /** Overwrites pieces of the log where it came from; offsets count there. */
  readonly blank: (pieces: readonly { readonly offset: number; readonly length: number }[]) => Promise<void>;
}

/**
 * Stores a task's log as it comes: whole lines, secrets masked, every byte at its own offset. What is held back is not
 * stored, so a later worker reads it again.
 */
export class LogSink {
  readonly #at: SinkSite;
  #held: Buffer = Buffer.alloc(0);
  #heldFrom: number;
  #text = '';

  constructor(at: SinkSite, from: number, before: string) {
    this.#at = at;
    this.#heldFrom = from;
    this.#text = before;
  }

  /** The log so far with secrets masked, the unfinished line included. */
  get text(): string {
    return (this.#text + this.#at.mask(this.#held).toString('utf8')).slice(-longestText);
  }

  /** The last line, while it has no end yet, and where it begins. */
  get unfinishedLine(): { readonly line: string; readonly offset: number } {
    const start = this.#held.lastIndexOf(0x0a) + 1;
    return { line: this.#held.subarray(start).toString('utf8'), offset: this.#heldFrom + start };
  }

  async write(bytes: Buffer): Promise<void> {
    this.#held = Buffer.concat([this.#held, bytes]);
    const end = wholeLines(this.#held);
    await this.#store(end > 0 || this.#held.length < longestHeldBack ? end : this.#held.length - secretRoom);
  }

  /** Stores what is left. */
  async close(): Promise<void> {
    await this.#store(this.#held.length);
  }

  async #store(length: number): Promise<void> {
    if (length === 0) return;
    const { store, run, step, base, mask, blank } = this.#at;
    // Masked as a whole, and what is held back stays masked: the cut may go through a secret.
    const masked = mask(this.#held);
    const pieces = differences(this.#held, masked, this.#heldFrom);
    if (pieces.length > 0) await blank(pieces);
    const bytes = masked.subarray(0, length);
    await store.appendLog(run, { step, offset: base + this.#heldFrom, bytes });
    this.#text = (this.#text + bytes.toString('utf8')).slice(-longestText);
    this.#held = masked.subarray(length);
    this.#heldFrom += length;
  }
}

/** How many bytes are whole lines, without those at the end that may be the first part of an encoded text. */
function wholeLines(held: Buffer): number {
  for (let end = held.lastIndexOf(0x0a) + 1; ; ) {
    if (end === 0) return 0;
    const start = held.lastIndexOf(0x0a, end - 2) + 1;
    if (end < 2 || held.length - start > longestHeldBack) return end;
    if (!encodedLine.test(held.toString('latin1', start, end - 1))) return end;
    end = start;
  }
}

/** The runs of bytes in which both differ, at their offsets from `from` on. */
function differences(before: Buffer, after: Buffer, from: number) {
  const pieces: { offset: number; length: number }[] = [];
  for (let at = 0; at < before.length; at += 1) {
    if (before[at] === after[at]) continue;
    const last = pieces.at(-1);
    if (last !== undefined && last.offset + last.length === from + at) last.length += 1;
    else pieces.push({ offset: from + at, length: 1 });
  }
  return pieces;
}
