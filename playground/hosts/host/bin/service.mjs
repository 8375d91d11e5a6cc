import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, openSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';

const container = path.resolve(import.meta.dirname, '../../container');
const running = path.join(container, 'state/running');
const sessions = path.join(container, 'state/sessions');

/** Starts the backend and waits until it listens; `running` then holds its pid and port. */
async function start() {
  if (existsSync(running)) return say('gold-factory-backend is running already');
  const log = openSync(path.join(container, 'state/backend.log'), 'a');
  const environment = { PATH: process.env.PATH, GODWIT_PLAYGROUND: container };
  const child = spawn('sh', [path.join(container, 'enter'), 'node', 'server.mjs'], {
    env: environment,
    detached: true,
    stdio: ['ignore', 'pipe', log],
  });
  child.once('exit', (code) => {
    process.stderr.write(`gold-factory-backend ended with ${code}\n`);
    process.exit(1);
  });
  const [line] = await once(createInterface({ input: child.stdout }), 'line');
  writeFileSync(running, `${child.pid} ${line.split(' ').at(-1)}\n`);
  child.stdout.destroy();
  child.unref();
  say('Starting gold-factory-backend ... done');
}

/** Ends the backend and, as a container's end does, every command that runs inside. */
function stop() {
  if (!existsSync(running)) return say('gold-factory-backend is not running');
  rmSync(running);
  for (const leader of readdirSync(sessions)) {
    endSession(leader);
    rmSync(path.join(sessions, leader), { force: true });
  }
  say('Stopping gold-factory-backend ... done');
}

async function health() {
  if (!existsSync(running)) throw new Error('connection refused: gold-factory-backend is not running');
  const [, port] = readFileSync(running, 'utf8').trim().split(' ');
  const response = await fetch(`http://127.0.0.1:${port}/health`);
  say(await response.text());
  if (!response.ok) throw new Error(`the health check answered ${response.status}`);
}

/**
 * Ends all of a session but its leader, the shell of `enter`: that one then ends by itself with 137, as a container's
 * commands do. Only where the leader still is such a shell: a pid may belong to somebody else by now.
 */
function endSession(leader) {
  if (!read(`/proc/${leader}/cmdline`).includes(path.join(container, 'enter'))) return;
  for (let members = membersOf(leader); members.length > 0; members = membersOf(leader)) members.forEach(kill);
}

function membersOf(leader) {
  return readdirSync('/proc').filter((pid) => pid !== leader && isLivingMember(pid, leader));
}

function isLivingMember(pid, leader) {
  const stat = read(`/proc/${pid}/stat`);
  const [state, , , session] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return session === leader && state !== 'Z';
}

function kill(pid) {
  try {
    process.kill(Number(pid), 'SIGKILL');
  } catch {
    // it ended by itself
  }
}

/** Empty for a process that is gone. */
function read(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

function say(text) {
  process.stdout.write(`${text}\n`);
}

const command = { start, stop, health }[process.argv[2]];
try {
  if (command === undefined) throw new Error('usage: ./bin/service start|stop|health');
  await command();
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
