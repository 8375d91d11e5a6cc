import { type Trouble, trouble } from '../domain/trouble.ts';
import { type Exit, RemoteOutage } from '../ports/remote.ts';

/** Why a program did not run through the exec prefix. Throws `RemoteOutage` when the connection was lost. */
export function programFailure(exit: Exit): Trouble {
  switch (exit.kind) {
    case 'lost':
      throw new RemoteOutage(trouble('connection-lost', `The connection to the host was lost: ${exit.cause}.`));
    case 'directory-missing':
      return trouble('directory-missing', 'The directory does not exist on the host.', [
        { label: 'Directory', value: exit.directory },
      ]);
    case 'timed-out':
      return execFailed(`no answer within ${Math.round(exit.afterMs / 1_000)} s`);
    case 'signalled':
      return execFailed(`ended by ${exit.signal}`);
    case 'output-too-large':
      return execFailed('its output was too large');
    case 'exited':
      return execFailed(telling(exit.stderr) || telling(exit.stdout) || `exit code ${exit.code}, without a word`);
  }
}

const execFailed = (cause: string): Trouble =>
  trouble(
    'exec-failed',
    `Node could not be run where the app runs${isEngineAway(cause) ? engineAway : serviceStopped}`,
    [{ label: 'Cause', value: cause }],
  );

const serviceStopped = '. The service may be stopped.';
const engineAway =
  ": the host's container engine does not answer. Once it runs, the service may have to be started again.";

/** In the words of `docker` and of docker-compose 1.29, which speak English alone. One that only keeps its user out is there. */
const isEngineAway = (cause: string): boolean =>
  /Cannot connect to the Docker daemon|Error while fetching server API version.*(?:ConnectionRefused|FileNotFound)/.test(
    cause,
  );

/**
 * The line that says most. A stack trace of Node ends with its version, so the first error in it; one of Python ends
 * with the last of all errors.
 */
function telling(text: string): string {
  const lines = text.split('\n').map((line) => line.trim());
  const last = lines.findLast((line) => line !== '') ?? '';
  if (lines.includes('Traceback (most recent call last):')) return last;
  return lines.find((line) => /^\w*Error:/.test(line)) ?? last;
}
