import { readArguments } from './arguments.mjs';
import { answerConnectionCommand } from './connection-commands.mjs';
import { serveJsonRpc } from './json-rpc.mjs';

/**
 * Does what this process's command line asks of the engine.
 * @param {string | URL} packages the file whose packages the engine's WASM build is one of
 */
export async function runEngine(packages) {
  const request = readArguments(process.argv.slice(2), process.env);
  if (request.version) process.stdout.write('schema-engine-cli stand-in (wasm)\n');
  else if (request.connectionCommand) process.exitCode = await answerConnectionCommand(request);
  else serveJsonRpc(request, packages);
}
