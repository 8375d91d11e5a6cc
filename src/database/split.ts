import { Duplex } from 'node:stream';

/** The two conversations that the bridge carries over one stream. */
export interface Split {
  /** What the app's database says and hears; over when the stream is. */
  readonly database: Duplex;
  /** Asks the bridge to look again; its line of JSON, or null when it is gone. It answers in the order of the questions. */
  readonly ask: () => Promise<string | null>;
}

const headBytes = 5;

/** See `programs/bridge.cjs` for the frames. Takes the stream over. */
export function split(stream: Duplex): Split {
  const asked: ((line: string | null) => void)[] = [];
  const database = new Duplex({
    allowHalfOpen: false,
    read: () => void stream.resume(),
    write: (bytes: Buffer, _encoding, done) => void stream.write(frame('d', bytes), done),
    final: (done) => {
      stream.end();
      done();
    },
    destroy: (error, done) => {
      stream.destroy();
      done(error);
    },
  });
  const onFrame = (kind: string, bytes: Buffer) => {
    if (kind === 'a') asked.shift()?.(bytes.toString());
    else if (kind !== 'd') stream.destroy();
    else if (!database.push(bytes)) stream.pause();
  };
  stream.on('data', frames(onFrame));
  const over = () => {
    if (!database.readableEnded && !database.destroyed) database.push(null);
    for (const answer of asked.splice(0)) answer(null);
  };
  stream.once('end', over).once('close', over);
  return {
    database,
    ask: () =>
      new Promise((resolve) => {
        if (stream.destroyed || stream.readableEnded || !stream.writable) return resolve(null);
        asked.push(resolve);
        stream.write(frame('q', Buffer.alloc(0)));
      }),
  };
}

function frame(kind: 'd' | 'q', bytes: Buffer): Buffer {
  const head = Buffer.alloc(headBytes, kind);
  head.writeUInt32BE(bytes.length, 1);
  return Buffer.concat([head, bytes]);
}

/** Cuts what comes into frames. */
function frames(onFrame: (kind: string, bytes: Buffer) => void): (chunk: Buffer) => void {
  let kept: Buffer = Buffer.alloc(0);
  return (chunk) => {
    kept = kept.length === 0 ? chunk : Buffer.concat([kept, chunk]);
    while (kept.length >= headBytes && kept.length >= headBytes + kept.readUInt32BE(1)) {
      const end = headBytes + kept.readUInt32BE(1);
      onFrame(kept.toString('latin1', 0, 1), kept.subarray(headBytes, end));
      kept = kept.subarray(end);
    }
  };
}
