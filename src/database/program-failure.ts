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
      return execFailed(lastLine(exit.stderr) || lastLine(exit.stdout) || `exit code ${exit.code}, without a word`);
  }
}

const execFailed = (cause: string): Trouble =>
  trouble('exec-failed', 'Node could not be run where the app runs. The service may be stopped.', [
    { label: 'Cause', value: cause },
  ]);

/** Node's stack traces end with its version: the line that begins with an error's name says more. */
function lastLine(text: string): string {
  const lines = text.split('\n').map((line) => line.trim());
  return lines.find((line) => /^\w*Error:/.test(line)) ?? lines.findLast((line) => line !== '') ?? '';
}
