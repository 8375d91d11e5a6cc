// biome-ignore-all lint/style/useNodejsImportProtocol: containers may still have Node 12, which does not know it
// Starts a command whose sessions with the database begin with the given settings: they stand in the `options` of the
// variable's URL, for this command alone. argv: options as JSON, then the command, in which `{schema}` is the path of the schema. Its standard input is this program's,
// or `input` where that is given; its exit code and the signal that ended it are passed on.
const { spawn } = require('child_process');
const project = require('./project.cjs');

const options = JSON.parse(process.argv[1]);
const command = process.argv.slice(2).map((word) => (word === '{schema}' ? project.schemaOf(options) : word));

/** Behind what is there already: of two settings of one name the server takes the later. As text, so that nothing else of the URL changes. */
const withSettings = (url) => {
  const parts = /^([^?#]*)(?:\?([^#]*))?(#.*)?$/.exec(url);
  const parameters = (parts[2] || '').split('&').filter(Boolean);
  const isOptions = (parameter) => /^options=/.test(parameter);
  const there = parameters.filter(isOptions).map((one) => decodeURIComponent(one.slice(8).replace(/\+/g, ' ')));
  const wanted = Object.keys(options.settings).map((name) => `-c ${name}=${options.settings[name]}`);
  const merged = `options=${encodeURIComponent(there.concat(wanted).join(' '))}`;
  const query = parameters.filter((parameter) => !isOptions(parameter)).concat(merged);
  // a `$` would be expanded once more by those who read the variable together with a .env file
  return `${parts[1]}?${query.join('&')}${parts[3] || ''}`.replace(/\$/g, '%24');
};

const environment = () => {
  const url = project.urlOf(options);
  if (!/^postgres(ql)?:/i.test(url || '')) return process.env;
  return Object.assign({}, process.env, { [options.variable]: withSettings(url) });
};

const child = spawn(command[0], command.slice(1), {
  env: environment(),
  stdio: [options.input === null ? 'inherit' : 'pipe', 'inherit', 'inherit'],
});
if (options.input !== null) {
  child.stdin.on('error', () => {});
  child.stdin.end(options.input);
}

const signals = ['SIGTERM', 'SIGINT', 'SIGHUP'];
for (const signal of signals) process.on(signal, () => child.kill(signal));

child.on('error', (error) => {
  process.stderr.write(`${command[0]}: ${error.code === 'ENOENT' ? 'command not found' : error.message}\n`);
  process.exitCode = error.code === 'ENOENT' ? 127 : 126;
});
child.on('exit', (code, signal) => {
  if (signal === null) return process.exit(code);
  for (const one of signals) process.removeAllListeners(one);
  process.kill(process.pid, signal);
});
