// biome-ignore-all lint/style/useNodejsImportProtocol: containers may still have Node 12, which does not know it
// Prints what `project.cjs` saw as one line after a marker; from then on both directions are frames: a letter, the number
// of bytes that follow (32 bits, big end first), the bytes. `d` carries what the app's database and its client say to each
// other; `q` asks to look again, and `a` answers with what the line would say now.
// argv: marker, options as JSON. The marker is random, so that noise of a login shell before it is not mistaken.
// It ends with its standard input, with the database's connection, and after `stayMs` in which it was asked nothing.
const net = require('net');
const project = require('./project.cjs');

const marker = process.argv[1];
const options = JSON.parse(process.argv[2]);

/** A command started later would begin wherever this path leads by then; a release may be swapped by a link. */
const place = (() => {
  const here = process.cwd();
  try {
    return require('fs').realpathSync(process.env.PWD) === here ? process.env.PWD : here;
  } catch (_) {
    return here;
  }
})();

const say = (seen, connection) =>
  process.stdout.write(`\n${marker}${JSON.stringify(Object.assign(seen, connection))}\n`);

const send = (kind, bytes) => {
  const head = Buffer.alloc(5, kind);
  head.writeUInt32BE(bytes.length, 1);
  return process.stdout.write(Buffer.concat([head, bytes]));
};

const lookAgain = (connected) => {
  process.chdir(place);
  const seen = project.look(options);
  const ca = connected && seen.url ? project.certificates(seen.url) : null;
  send('a', Buffer.from(JSON.stringify(Object.assign(seen, { connected, ca }))));
};

/** Takes whole frames out of what comes; a handler that throws ends the program, and so the answer. */
const reader = (handlers) => {
  let kept = Buffer.alloc(0);
  return (chunk) => {
    kept = kept.length === 0 ? chunk : Buffer.concat([kept, chunk]);
    while (kept.length >= 5 && kept.length >= 5 + kept.readUInt32BE(1)) {
      const end = 5 + kept.readUInt32BE(1);
      handlers[String.fromCharCode(kept[0])](kept.slice(5, end));
      kept = kept.slice(end);
    }
  };
};

const leave = () => process.exit(0);

const serve = (socket) => {
  const idle = options.stayMs ? setTimeout(leave, options.stayMs) : null;
  const take = reader({ d: (bytes) => socket.write(bytes), q: () => lookAgain(socket !== null) });
  process.stdin.on('data', (chunk) => {
    if (idle) idle.refresh();
    take(chunk);
  });
  process.stdin.on('end', () => (socket ? socket.end() : leave()));
  for (const stream of [process.stdin, process.stdout]) stream.on('error', leave);
  if (socket === null) return;
  socket.on('data', (bytes) => send('d', bytes) || socket.pause());
  process.stdout.on('drain', () => socket.resume());
};

const bridge = (seen) => {
  const socket = net.connect(project.addressOf(seen.url));
  let open = false;
  socket.setTimeout(options.connectMs, () => open || socket.destroy(new Error('no answer in time')));
  socket.on('connect', () => {
    open = true;
    socket.setTimeout(0);
    socket.setNoDelay(true);
    say(seen, { connected: true, ca: project.certificates(seen.url) });
    serve(socket);
  });
  socket.on('error', (error) => open || say(seen, { connected: false, error: `${error.code || error.message}` }));
  socket.on('close', leave);
};

const seen = project.look(options);
try {
  if (options.connect && /^postgres/i.test(seen.url || '')) bridge(seen);
  else {
    say(seen, { connected: false, error: null });
    if (options.stayMs && !options.connect) serve(null);
  }
} catch (error) {
  say(seen, { connected: false, error: error.code || 'unreadable' });
}
