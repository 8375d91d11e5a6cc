// Started by servers.test.ts as a process of its own: opens a private network, says where, and waits to be ended.
import { spawn } from 'node:child_process';
import path from 'node:path';
import { playgroundMarker } from '../../../playground/servers/pid-files.ts';
import { startPrivateNetwork } from '../../../playground/servers/private-network.ts';
import { mountSmallDisk } from '../../../scripts/chaos/matrix/ground/small-disk.ts';

const { directory, postgres, redis, sshHosts } = await startPrivateNetwork();
mountSmallDisk(path.join(directory, 'disk')); // nobody is left to unmount it
const env = { PATH: process.env.PATH, [playgroundMarker]: directory };
const leftBehind = spawn('sleep', ['1000'], { env, detached: true, stdio: 'ignore' }); // as a detached remote command is
const servers = [postgres.pid(), redis.pid(), ...[...sshHosts.values()].map((sshd) => sshd.pid())];
process.stdout.write(`${JSON.stringify({ directory, servers, leftBehind: leftBehind.pid })}\n`);
if (process.argv[2] === 'crash') throw new Error('crashed on purpose');
