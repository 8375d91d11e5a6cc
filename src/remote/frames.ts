/** What the follow program on the host tells: see `programs/follow.ts`. */
export type Frame =
  | { readonly kind: 'data'; readonly bytes: Buffer }
  | { readonly kind: 'ask'; readonly line: string; readonly idleMs: number }
  | { readonly kind: 'end'; readonly how: string };

interface Head {
  readonly kind: Frame['kind'];
  readonly idleMs: number;
  /** Bytes of the frame that are still to come. */
  left: number;
}

/**
 * Reads frames out of pieces of a stream. Bytes of the log are handed on as they come, lines and ends when they are whole.
 * What stands before the first mark (a login shell's greeting) is dropped.
 * @throws when the stream does not keep to the form
 */
export function frameReader(mark: string): (piece: Buffer) => readonly Frame[] {
  const state: State = { rest: Buffer.alloc(0), head: null, begun: false };
  return (piece) => {
    state.rest = state.rest.length === 0 ? piece : Buffer.concat([state.rest, piece]);
    const frames: Frame[] = [];
    for (let frame = nextFrame(state, mark); frame !== null; frame = nextFrame(state, mark)) frames.push(frame);
    return frames;
  };
}

interface State {
  rest: Buffer;
  head: Head | null;
  begun: boolean;
}

/** Takes one frame, or as much of a data frame as is there; null when more bytes are needed. */
function nextFrame(state: State, mark: string): Frame | null {
  const head = state.head ?? takeHead(state, mark);
  if (head === null) return null;
  const length = Math.min(head.left, state.rest.length);
  if (length < head.left && (length === 0 || head.kind !== 'data')) return null;
  const frame = frameOf(head, state.rest.subarray(0, length));
  state.rest = state.rest.subarray(length);
  head.left -= length;
  if (head.left === 0) state.head = null;
  return frame;
}

function takeHead(state: State, mark: string): Head | null {
  const found = readHead(state.rest, mark, state.begun);
  if (found === null) return null;
  state.begun = true;
  state.head = found.head;
  state.rest = state.rest.subarray(found.bodyAt);
  return found.head;
}

/** "MARK KIND LENGTH [SECONDS]"; null when the line is not whole yet. */
function readHead(bytes: Buffer, mark: string, begun: boolean): { head: Head; bodyAt: number } | null {
  const at = begun ? 0 : bytes.indexOf(mark);
  const end = at < 0 ? -1 : bytes.indexOf('\n', at);
  if (end < 0) return null;
  const line = bytes.toString('utf8', at, end);
  const [, kind, length, seconds = '0'] = /^\S+ (data|ask|end) (\d+)(?: (\d+))?$/.exec(line) ?? [];
  if (!line.startsWith(`${mark} `) || kind === undefined) throw new Error('following a task: an unknown frame');
  return {
    head: { kind: kind as Head['kind'], left: Number(length), idleMs: Number(seconds) * 1_000 },
    bodyAt: end + 1,
  };
}

function frameOf(head: Head, bytes: Buffer): Frame {
  if (head.kind === 'data') return { kind: 'data', bytes };
  if (head.kind === 'ask') return { kind: 'ask', line: bytes.toString(), idleMs: head.idleMs };
  return { kind: 'end', how: bytes.toString() };
}
