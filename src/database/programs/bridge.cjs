// biome-ignore-all lint/style/useNodejsImportProtocol: containers may still have Node 12, which does not know it
// Prints what `project.cjs` saw as one line after a marker, then joins stdin and stdout to the database of the app's URL.
// argv: marker, options as JSON. The marker is random, so that noise of a login shell before it is not mistaken.
const net = require('net');
const project = require('./project.cjs');

const marker = process.argv[1];
const options = JSON.parse(process.argv[2]);
const seen = project.look(options);

const say = (connection) => process.stdout.write(`\n${marker}${JSON.stringify(Object.assign(seen, connection))}\n`);

const bridge = (url) => {
  const socket = net.connect(project.addressOf(url));
  let open = false;
  socket.setTimeout(options.connectMs, () => open || socket.destroy(new Error('no answer in time')));
  socket.on('connect', () => {
    open = true;
    socket.setTimeout(0);
    socket.setNoDelay(true);
    say({ connected: true, ca: project.certificates(url) });
    process.stdin.pipe(socket).pipe(process.stdout);
  });
  socket.on('error', (error) => open || say({ connected: false, error: `${error.code || error.message}` }));
  socket.on('close', () => process.exit(0));
  process.stdin.on('error', () => socket.destroy());
  process.stdout.on('error', () => socket.destroy());
};

try {
  if (!options.connect || !/^postgres/i.test(seen.url || '')) say({ connected: false, error: null });
  else bridge(seen.url);
} catch (error) {
  say({ connected: false, error: error.code || 'unreadable' });
}
