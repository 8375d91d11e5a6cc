import { expect, test } from 'vitest';
import { programFailure } from '../../../src/database/program-failure.ts';

/** What docker-compose 1.29 says on stderr, shortened. */
const traceback = (last: string) => `Traceback (most recent call last):
  File "/usr/lib/python3/dist-packages/docker/transport/unixconn.py", line 30, in connect
ConnectionRefusedError: [Errno 111] Connection refused

During handling of the above exception, another exception occurred:

Traceback (most recent call last):
  File "/usr/bin/docker-compose", line 33, in <module>
docker.errors.DockerException: Error while fetching server API version: ('Connection aborted.', ${last})
`;

const failing = (stderr: string) => programFailure({ kind: 'exited', code: 1, stdout: '', stderr });

test.each([
  traceback("ConnectionRefusedError(111, 'Connection refused')"),
  traceback("FileNotFoundError(2, 'No such file or directory')"),
  'Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?\n',
])('a container engine that is away is told as such', (stderr) => {
  const { code, message } = failing(stderr);
  expect(code).toBe('exec-failed');
  expect(message).toContain("the host's container engine does not answer");
});

test('one that keeps its user out is told in its own words', () => {
  const { message, facts } = failing(traceback("PermissionError(13, 'Permission denied')"));
  expect(message).toContain('The service may be stopped.');
  expect(facts[0]?.value).toMatch(/^docker\.errors\.DockerException: .*Permission denied/);
});

test('of a stack trace of Node, the first error is told', () => {
  const stderr = `node:internal/modules/cjs/loader:1\n  throw err;\n\nError: Cannot find module 'pg'\n    at x\n\nNode.js v20.19.2\n`;
  expect(failing(stderr).facts).toEqual([{ label: 'Cause', value: "Error: Cannot find module 'pg'" }]);
});
